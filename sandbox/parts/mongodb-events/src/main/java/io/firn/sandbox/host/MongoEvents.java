package io.firn.sandbox.host;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import io.debezium.config.Configuration;
import io.debezium.connector.base.ChangeEventQueue;
import io.debezium.connector.common.DebeziumHeaderProducer;
import io.debezium.connector.mongodb.CollectionId;
import io.debezium.connector.mongodb.MongoDbConnectorConfig;
import io.debezium.connector.mongodb.MongoDbEventMetadataProvider;
import io.debezium.connector.mongodb.MongoDbOffsetContext;
import io.debezium.connector.mongodb.MongoDbPartition;
import io.debezium.connector.mongodb.MongoDbSchema;
import io.debezium.connector.mongodb.MongoDbTaskContext;
import io.debezium.connector.mongodb.recordemitter.MongoDbChangeRecordEmitter;
import io.debezium.connector.mongodb.recordemitter.MongoDbSnapshotRecordEmitter;
import io.debezium.heartbeat.HeartbeatFactory;
import io.debezium.pipeline.DataChangeEvent;
import io.debezium.pipeline.EventDispatcher;
import io.debezium.pipeline.EventDispatcher.SnapshotReceiver;
import io.debezium.spi.topic.TopicNamingStrategy;
import io.debezium.util.Clock;
import io.debezium.util.LoggingContext;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.ByteBufNIO;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.bson.io.ByteBufferBsonInput;

/** One connector's way from change stream documents to records. */
final class MongoEvents {
  private static final int MOST = 1_000_000;
  private static final Codec<ChangeStreamDocument<BsonDocument>> CHANGES =
      ChangeStreamDocument.createCodec(
          BsonDocument.class, MongoClientSettings.getDefaultCodecRegistry());

  private final MongoDbConnectorConfig config;
  private final ChangeEventQueue<DataChangeEvent> queue;
  private final EventDispatcher<MongoDbPartition, CollectionId> dispatcher;
  private final MongoDbPartition partition;
  private final MongoDbOffsetContext streaming;
  private final RecordJson json;
  private final List<String> records = new ArrayList<>();

  MongoEvents(Configuration settings) {
    config = new MongoDbConnectorConfig(settings);
    MongoDbTaskContext task = new MongoDbTaskContext(settings);
    queue =
        new ChangeEventQueue.Builder<DataChangeEvent>()
            .pollInterval(Duration.ofMillis(1))
            .maxBatchSize(MOST)
            .maxQueueSize(MOST + 1)
            .loggingContextSupplier(() -> LoggingContext.forConnector("mongodb", "events", "test"))
            .build();
    TopicNamingStrategy<CollectionId> topics = topics(config);
    dispatcher =
        new EventDispatcher<>(
            config,
            topics,
            new MongoDbSchema(
                config,
                task,
                topics,
                config.getSourceInfoStructMaker().schema(),
                config.schemaNameAdjuster()),
            queue,
            collection -> true,
            DataChangeEvent::new,
            new MongoDbEventMetadataProvider(),
            new HeartbeatFactory<>().getScheduledHeartbeat(config, () -> null, failed -> {}, queue),
            config.schemaNameAdjuster(),
            null,
            new DebeziumHeaderProducer(task));
    partition = new MongoDbPartition(config.getLogicalName());
    streaming = MongoDbOffsetContext.empty(config);
    json = new RecordJson(settings.getBoolean("schemas.enable", false));
  }

  @SuppressWarnings("unchecked")
  private static TopicNamingStrategy<CollectionId> topics(MongoDbConnectorConfig config) {
    return config.getTopicNamingStrategy(MongoDbConnectorConfig.TOPIC_NAMING_STRATEGY);
  }

  /**
   * Takes one of:
   *
   * <ul>
   *   <li>{@code {change: DOCUMENT}}, a document as the server's change stream has it
   *   <li>{@code {snapshot: [DOCUMENT, …], db: …, collection: …, at: TIMESTAMP}}
   *   <li>{@code {heartbeat: true}}
   * </ul>
   */
  void add(BsonDocument event) throws InterruptedException {
    if (event.containsKey("change")) {
      change(event.getDocument("change"));
    } else if (event.containsKey("snapshot")) {
      snapshot(event);
    } else if (event.containsKey("heartbeat")) {
      dispatcher.alwaysDispatchHeartbeatEvent(partition, streaming);
    } else {
      throw new IllegalArgumentException("no event: " + event);
    }
    drain();
  }

  /** What was made so far, one record a line. */
  List<String> records() {
    return List.copyOf(records);
  }

  private void change(BsonDocument document) throws InterruptedException {
    ChangeStreamDocument<BsonDocument> change =
        CHANGES.decode(reader(document), DecoderContext.builder().build());
    BsonDocument namespace = document.getDocument("ns");
    CollectionId collection =
        new CollectionId(
            namespace.getString("db").getValue(), namespace.getString("coll").getValue());
    streaming.changeStreamEvent(change);
    dispatcher.dispatchDataChangeEvent(
        partition,
        collection,
        new MongoDbChangeRecordEmitter(partition, streaming, Clock.system(), change, config));
  }

  /** As bytes, which is what the driver's codec reads from a server. */
  private static BsonBinaryReader reader(BsonDocument document) {
    BasicOutputBuffer bytes = new BasicOutputBuffer();
    new BsonDocumentCodec()
        .encode(new BsonBinaryWriter(bytes), document, EncoderContext.builder().build());
    return new BsonBinaryReader(
        new ByteBufferBsonInput(new ByteBufNIO(ByteBuffer.wrap(bytes.toByteArray()))));
  }

  private void snapshot(BsonDocument event) throws InterruptedException {
    BsonTimestamp at = event.getTimestamp("at");
    CollectionId collection =
        new CollectionId(
            event.getString("db").getValue(), event.getString("collection").getValue());
    MongoDbOffsetContext reading =
        new MongoDbOffsetContext.Loader(config).load(Map.of("initsync", true));
    reading.preSnapshotStart(false);
    reading.initFromOpTimeIfNeeded(at);
    SnapshotReceiver<MongoDbPartition> receiver = dispatcher.getSnapshotChangeEventReceiver();
    for (var document : event.getArray("snapshot")) {
      reading.readEvent(collection, Instant.ofEpochSecond(at.getTime()));
      dispatcher.dispatchSnapshotEvent(
          partition,
          collection,
          new MongoDbSnapshotRecordEmitter(
              partition, reading, Clock.system(), document.asDocument(), config),
          receiver);
    }
    receiver.completeSnapshot();
  }

  private void drain() throws InterruptedException {
    while (queue.remainingCapacity() < queue.totalCapacity()) {
      for (DataChangeEvent event : queue.poll()) {
        records.add(json.of(event.getRecord()));
      }
    }
  }
}
