package io.firn.bench.workload;

import io.firn.model.KafkaRange;
import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts workloads into topics as a Connect worker does: partition by the key's hash, Debezium's four
 * context headers on every record, lz4.
 */
public final class TopicWriter {
  /** How often progress is told. */
  private static final long STEP = 100_000;

  private static final short ONE_REPLICA = 1;

  private static final List<Header> HEADERS =
      List.of(
          header("__debezium.context.connectorLogicalName", "acme"),
          header("__debezium.context.taskId", "0"),
          header("__debezium.context.connectorName", "postgresql"),
          header("__debezium.context.runId", "01a1fc25-3da9-7a96-9a8b-2ae952d55f2f"));

  /** So many headers does a record carry. */
  public static final int HEADERS_PER_RECORD = HEADERS.size();

  private final String bootstrapServers;
  private final boolean headers;

  /**
   * @param headers whether records carry the headers; Debezium 3.5 always writes them
   */
  public TopicWriter(String bootstrapServers, boolean headers) {
    this.bootstrapServers = bootstrapServers;
    this.headers = headers;
  }

  /**
   * Creates the topic and fills it.
   *
   * @param told hears now and then how many records were sent
   */
  public FilledTopic fill(String topic, int partitions, Workload workload, LongConsumer told) {
    TopicLoad load = new TopicLoad(topic, partitions, workload);
    create(List.of(load));
    Sent sent = append(List.of(load), 0, told);
    return new FilledTopic(topic, sent.range(), sent.valueBytes());
  }

  /** Creates topics without a record. */
  public void create(List<TopicLoad> loads) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      // The records' own times lie in the past: the default retention would delete them.
      List<NewTopic> topics =
          loads.stream()
              .map(
                  load ->
                      new NewTopic(load.topic(), load.partitions(), ONE_REPLICA)
                          .configs(Map.of("retention.ms", "-1")))
              .toList();
      admin.createTopics(topics).all().get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("cannot create topics", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topics", interrupted);
    }
  }

  /**
   * What was sent.
   *
   * @param range its offsets, of all topics
   */
  public record Sent(KafkaRange range, long valueBytes) {}

  /**
   * Sends the events of one round: of each workload as many as it has, going on where the round
   * before ended.
   *
   * @param told hears now and then how many records were sent
   */
  public Sent append(List<TopicLoad> loads, int round, LongConsumer told) {
    Offsets offsets = new Offsets();
    long valueBytes = 0;
    long sent = 0;
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      for (TopicLoad load : loads) {
        long first = round * load.workload().events();
        for (long index = 0; index < load.workload().events(); index++) {
          ChangeRecord event = load.workload().event(first + index);
          valueBytes += event.value().length;
          // The callback hears of a failure; waiting for each record would take hours.
          Future<RecordMetadata> unused = producer.send(record(load.topic(), event), offsets);
          offsets.requireNoFailure();
          if (++sent % STEP == 0) {
            told.accept(sent);
          }
        }
      }
    }
    offsets.requireNoFailure();
    KafkaRange range = offsets.range();
    if (range.length() != sent) {
      throw new IllegalStateException(
          "%d offsets after %d records were sent".formatted(range.length(), sent));
    }
    return new Sent(range, valueBytes);
  }

  /** Hears where records went. */
  private static final class Offsets implements Callback {
    private final Map<TopicPartition, OffsetRange> ranges = new TreeMap<>();
    private Exception failure;

    @Override
    public synchronized void onCompletion(RecordMetadata place, Exception failed) {
      if (failed != null) {
        failure = failed;
        return;
      }
      ranges.merge(
          new TopicPartition(place.topic(), place.partition()),
          new OffsetRange(place.offset(), place.offset() + 1),
          (known, one) ->
              new OffsetRange(
                  Math.min(known.start(), one.start()), Math.max(known.end(), one.end())));
    }

    private synchronized void requireNoFailure() {
      if (failure != null) {
        throw new IllegalStateException("cannot fill the topics", failure);
      }
    }

    private synchronized KafkaRange range() {
      return new KafkaRange(new TreeMap<>(ranges));
    }
  }

  private ProducerRecord<byte[], byte[]> record(String topic, ChangeRecord event) {
    return new ProducerRecord<>(
        topic,
        null,
        event.timestampMillis(),
        event.key(),
        event.value(),
        headers ? HEADERS : List.of());
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "lz4",
            ProducerConfig.LINGER_MS_CONFIG,
            20,
            ProducerConfig.BATCH_SIZE_CONFIG,
            64 << 10,
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            64L << 20,
            // With several under way, one that meets a partition before its leader is there may
            // never fit in again: the broker has taken a later one for the producer's first.
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            1),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static Header header(String key, String value) {
    return new RecordHeader(key, value.getBytes(StandardCharsets.UTF_8));
  }
}
