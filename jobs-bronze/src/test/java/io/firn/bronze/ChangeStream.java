package io.firn.bronze;

import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.MongoEvents;
import io.firn.sandbox.MongoEvents.WrittenRecord;
import io.firn.sandbox.junit.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/**
 * What a MongoDB server tells of the collection {@code shop.orders}, event by event, and the
 * records that Debezium makes of it. Every event has a counter of its own; the clock stands unless
 * it is set.
 */
final class ChangeStream {
  static final long TIME = 1_700_000_000_123L;
  private static final JsonWriterSettings CANONICAL =
      JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();
  private static final String SESSION =
      "{'id': {'$binary': {'base64': 'ASNFZ4mrze8BI0VniavN7w==', 'subType': '04'}},"
          + " 'uid': {'$binary': {'base64': 'AQI=', 'subType': '00'}}}";

  private final List<String> events = new ArrayList<>();
  private long millis = TIME;
  private int counter;

  ChangeStream at(long wallTime) {
    millis = wallTime;
    return this;
  }

  ChangeStream insert(BsonDocument document) {
    return add(change("insert", document.get("_id")).append("fullDocument", document));
  }

  ChangeStream replace(BsonDocument document) {
    return add(change("replace", document.get("_id")).append("fullDocument", document));
  }

  /**
   * @param lookedUp the document as it was when the connector asked for it; JSON null when it was
   *     gone, none when the connector does not ask
   */
  ChangeStream update(BsonValue id, BsonDocument updated, BsonValue... lookedUp) {
    return add(updated(id, updated, lookedUp));
  }

  /** An update of transaction {@code number}, all of whose events are one entry of the log. */
  ChangeStream updateIn(int number, BsonValue id, BsonDocument updated) {
    BsonDocument change =
        updated(id, updated)
            .append("clusterTime", new BsonTimestamp((int) (TIME / 1000), 1_000_000 + number))
            .append("lsid", BsonDocument.parse(SESSION))
            .append("txnNumber", new BsonInt64(number));
    return add(change);
  }

  ChangeStream delete(BsonValue id) {
    return add(change("delete", id));
  }

  /** With the document as it was before. */
  ChangeStream deleteWithPreImage(BsonDocument document) {
    return add(change("delete", document.get("_id")).append("fullDocumentBeforeChange", document));
  }

  ChangeStream snapshot(BsonDocument... documents) {
    BsonDocument snapshot =
        new BsonDocument("snapshot", new BsonArray(List.of(documents)))
            .append("db", new BsonString("shop"))
            .append("collection", new BsonString("orders"))
            .append("at", new BsonTimestamp((int) (TIME / 1000), 0));
    events.add(snapshot.toJson(CANONICAL));
    return this;
  }

  ChangeStream heartbeat() {
    events.add("{\"heartbeat\": true}");
    return this;
  }

  private BsonDocument updated(BsonValue id, BsonDocument updated, BsonValue... lookedUp) {
    BsonDocument description =
        new BsonDocument("updatedFields", updated)
            .append("removedFields", new BsonArray(List.of(new BsonString("gone"))))
            .append("truncatedArrays", new BsonArray());
    BsonDocument change = change("update", id).append("updateDescription", description);
    return lookedUp.length == 0 ? change : change.append("fullDocument", lookedUp[0]);
  }

  private BsonDocument change(String operation, BsonValue id) {
    counter++;
    return new BsonDocument("_id", BsonDocument.parse("{'_data': '%08x'}".formatted(counter)))
        .append("operationType", new BsonString(operation))
        .append("clusterTime", new BsonTimestamp((int) (TIME / 1000), counter))
        .append("wallTime", new BsonDateTime(millis))
        .append("ns", BsonDocument.parse("{'db': 'shop', 'coll': 'orders'}"))
        .append("documentKey", new BsonDocument("_id", id));
  }

  private ChangeStream add(BsonDocument change) {
    events.add(new BsonDocument("change", change).toJson(CANONICAL));
    return this;
  }

  /** What the connector makes of it. */
  List<WrittenRecord> records(Path folder, String prefix, Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(settings);
    all.put("topic.prefix", prefix);
    return MongoEvents.records(folder, all, events);
  }

  /** Sends records to one topic, whatever topic they were made for. */
  static void send(KafkaBroker kafka, String topic, List<WrittenRecord> records) {
    try (KafkaProducer<byte[], byte[]> producer = Topics.producer(kafka, Map.of())) {
      records.stream()
          .map(record -> record(topic, record))
          .map(producer::send)
          .toList()
          .forEach(Topics::done);
    }
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, WrittenRecord written) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, 0, written.key(), written.value());
    written.headers().forEach(record.headers()::add);
    return record;
  }
}
