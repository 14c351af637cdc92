package io.firn.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.config.BronzeTable;
import io.firn.config.Connector;
import io.firn.config.Format;
import io.firn.config.KafkaReader;
import io.firn.config.Pipeline;
import io.firn.model.Fate;
import io.firn.model.LedgerEntry;
import io.firn.model.Outcome;
import io.firn.run.CheckResult;
import io.firn.run.JobContext;
import io.firn.run.PlanResult;
import io.firn.run.UnitPlan;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.MongoEvents.WrittenRecord;
import io.firn.sandbox.junit.Parts;
import io.firn.sandbox.junit.Topics;
import io.firn.testkit.TestLake;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.spark.sql.Row;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MongoDB's events, made by Debezium's own code, through a broker into bronze. */
@ExtendWith(Parts.class)
class LandingMongoIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Every type that BSON has, but the pointer, which Debezium's encoding cannot tell from text. */
  private static final BsonDocument ALL_TYPES =
      BsonDocument.parse(
          """
          {"_id": {"$oid": "656565656565656565656501"}, "text": "hé \\"q\\" \\\\ / \\u0001 \\u2028 \
          \\ud83d\\ude00", "int": 7, "long": {"$numberLong": "9007199254740993"}, "double": 1.5, \
          "whole": {"$numberDouble": "3.0"}, "nan": {"$numberDouble": "NaN"}, \
          "inf": {"$numberDouble": "-Infinity"}, "decimal": {"$numberDecimal": "1E+6000"}, \
          "yes": true, "nothing": null, "undefined": {"$undefined": true}, \
          "date": {"$date": {"$numberLong": "-1"}}, "bytes": {"$binary": {"base64": "AAEC/w==", \
          "subType": "00"}}, "uuid": {"$binary": {"base64": "ASNFZ4mrze8BI0VniavN7w==", \
          "subType": "04"}}, "regex": {"$regularExpression": {"pattern": "^a.*\\"$", "options": \
          "im"}}, "ts": {"$timestamp": {"t": 1700000000, "i": 3}}, "min": {"$minKey": 1}, \
          "max": {"$maxKey": 1}, "code": {"$code": "f()"}, "scoped": {"$code": "f()", "$scope": \
          {"x": 1}}, "symbol": {"$symbol": "s"}, "list": [1, [2, {"x": []}], null], "in": \
          {"dot.ted": {"$dollar": 1}, "": 2, "é": 3}}""");

  private final KafkaBroker kafka;

  @TempDir private Path folder;

  LandingMongoIT(KafkaBroker kafka) {
    this.kafka = kafka;
  }

  @ParameterizedTest
  @CsvSource({"plain, false", "schemas, true"})
  void everyDocumentIsWhatItsBsonSaid(String prefix, boolean schemas) throws IOException {
    // Given
    BsonDocument later = with(ALL_TYPES, "int", 8);
    BsonDocument changed = new BsonDocument("int", new BsonInt32(8));
    BsonValue id = ALL_TYPES.get("_id");
    List<WrittenRecord> records =
        new ChangeStream()
            .snapshot(document(1), document(2), ALL_TYPES)
            .insert(ALL_TYPES)
            .update(id, changed, later)
            .update(id, changed, BsonNull.VALUE)
            .update(id, changed)
            .updateIn(1, id, changed)
            .replace(later)
            .deleteWithPreImage(later)
            .delete(new BsonInt32(1))
            .records(
                folder.resolve("events"), prefix, Map.of("schemas.enable", schemas ? "true" : ""));
    String topic = topic(prefix);
    ChangeStream.send(kafka, topic, records);

    // When
    List<Row> rows = land(prefix, KafkaReader.CONSUMER);

    // Then
    assertThat(rows.stream().map(row -> row.<String>getAs("op")))
        .containsExactly("r", "r", "r", "c", "u", "u", "u", "u", "u", "d", "d");
    assertThat(rows.stream().map(row -> parsed(row, "after")))
        .containsExactly(
            document(1),
            document(2),
            ALL_TYPES,
            ALL_TYPES,
            later,
            null,
            null,
            null,
            later,
            null,
            null);
    assertThat(rows.stream().map(row -> parsed(row, "before")).filter(Objects::nonNull))
        .containsExactly(later);
    assertThat(rows.stream().map(row -> json(row.getAs("patch"))).toList())
        .isEqualTo(
            records.stream()
                .filter(record -> record.value() != null)
                .map(record -> patch(record.value()))
                .toList());
    assertThat(rows).allMatch(row -> (row.getAs("schema_id") != null) == schemas);
    assertThat(rows.stream().map(row -> row.<String>getAs("position"))).isSorted();
    assertThat(rows.stream().map(Row::json).toList())
        .isEqualTo(land(prefix, KafkaReader.SPARK).stream().map(Row::json).toList());
  }

  @Test
  void whatARestartedConnectorSendsAgainStandsOnceThoughTheDocumentHasChangedSince() {
    // Given a clock that goes back, a transaction, and events of one moment
    List<WrittenRecord> log = log("again", with(document(1), "x", 1), with(document(1), "x", 2));
    List<WrittenRecord> looked = log("again", with(document(1), "x", 9), BsonNull.VALUE);
    String topic = topic("again");
    List<BronzeTable> tables = List.of(table("again"));
    try (TestLake lake = lake("again", tables, KafkaReader.CONSUMER)) {
      // When
      ChangeStream.send(kafka, topic, log.subList(0, 7));
      landOnce(lake, tables, "first");
      ChangeStream.send(kafka, topic, looked.subList(1, 8));
      ChangeStream.send(kafka, topic, looked.subList(3, log.size()));
      Map<Fate, Long> counts = landOnce(lake, tables, "second");

      // Then
      List<Row> rows = rows(lake);
      assertThat(rows.stream().map(row -> row.<String>getAs("op")))
          .containsExactly("c", "u", "u", "u", "u", "u", "u", "c", "c", "u");
      assertThat(parsed(rows.get(1), "after")).isEqualTo(with(document(1), "x", 1));
      assertThat(counts).containsEntry(Fate.DUPLICATE, 11L).containsEntry(Fate.WRITTEN, 3L);
      assertThat(new BronzeJob().verify(tables.get(0).unit(), lake.context("verify")))
          .allMatch(CheckResult::passed);
    }
  }

  @Test
  void ofATransactionThatWasTheLastToComeAllStandsThatComesAgain() {
    // Given
    BsonInt32 one = new BsonInt32(1);
    BsonDocument x1 = new BsonDocument("x", new BsonInt32(1));
    BsonDocument x2 = new BsonDocument("x", new BsonInt32(2));
    List<WrittenRecord> log =
        new ChangeStream()
            .insert(document(1))
            .at(ChangeStream.TIME - 500)
            .updateIn(1, one, x1)
            .updateIn(1, one, x2)
            .updateIn(1, one, x1)
            .records(folder.resolve("events"), "last", Map.of());
    String topic = topic("last");
    List<BronzeTable> tables = List.of(table("last"));
    try (TestLake lake = lake("last", tables, KafkaReader.CONSUMER)) {
      // When it is killed before the last of them, which equals the first
      ChangeStream.send(kafka, topic, log.subList(0, 3));
      landOnce(lake, tables, "first");
      ChangeStream.send(kafka, topic, log);
      Map<Fate, Long> counts = landOnce(lake, tables, "second");

      // Then
      assertThat(counts).containsEntry(Fate.DUPLICATE, 1L).containsEntry(Fate.WRITTEN, 3L);
      assertThat(rows(lake).stream().map(row -> json(row.getAs("patch")).path("updatedFields")))
          .extracting(JsonNode::asText)
          .containsExactly(
              "", "{\"x\": 1}", "{\"x\": 2}", "{\"x\": 1}", "{\"x\": 2}", "{\"x\": 1}");
    }
  }

  /** Ten changes; two of them look documents up. */
  private List<WrittenRecord> log(String prefix, BsonValue firstLook, BsonValue secondLook) {
    BsonInt32 one = new BsonInt32(1);
    BsonDocument x1 = new BsonDocument("x", new BsonInt32(1));
    BsonDocument x2 = new BsonDocument("x", new BsonInt32(2));
    return new ChangeStream()
        .insert(document(1))
        .update(one, x1, firstLook)
        .at(ChangeStream.TIME - 500)
        .update(one, x2, secondLook)
        .updateIn(1, one, x1)
        .updateIn(1, one, x2)
        .updateIn(1, one, x1)
        .at(ChangeStream.TIME + 1)
        .update(one, x1)
        .insert(document(7))
        .insert(document(8))
        .update(one, x1)
        .records(folder.resolve("log-" + firstLook.hashCode()), prefix, Map.of());
  }

  @Test
  void whatTellsOfNoChangeIsCountedByNameAndKeptNowhere() {
    // Given heartbeats and transaction metadata that a transform routed into the collection's topic
    BsonInt32 one = new BsonInt32(1);
    BsonDocument x1 = new BsonDocument("x", new BsonInt32(1));
    List<WrittenRecord> records =
        new ChangeStream()
            .heartbeat()
            .insert(document(1))
            .updateIn(1, one, x1)
            .updateIn(1, one, x1)
            .updateIn(2, one, x1)
            .heartbeat()
            .delete(one)
            .records(
                folder.resolve("events"),
                "notices",
                Map.of("provide.transaction.metadata", "true", "heartbeat.interval.ms", "1000"));
    ChangeStream.send(kafka, topic("notices"), records);
    List<BronzeTable> tables = List.of(table("notices"));
    try (TestLake lake = lake("notices", tables, KafkaReader.CONSUMER)) {
      // When
      Map<Fate, Long> counts = landOnce(lake, tables, "k");

      // Then
      assertThat(counts)
          .containsEntry(Fate.HEARTBEAT, 2L)
          .containsEntry(Fate.TRANSACTION, 4L)
          .containsEntry(Fate.TOMBSTONE, 1L)
          .containsEntry(Fate.WRITTEN, 5L)
          .doesNotContainKey(Fate.QUARANTINED);
      assertThat(lake.rows(Pipeline.quarantine()).count()).isZero();
    }
  }

  @Test
  void aTableOfAnEarlierVersionGetsTheNewColumnWithTheNextLanding() {
    // Given
    List<BronzeTable> tables = List.of(table("earlier"));
    try (TestLake lake = lake("earlier", tables, KafkaReader.CONSUMER)) {
      Schema earlier =
          new Schema(
              BronzeTables.CHANGES.columns().stream()
                  .filter(column -> !column.name().equals("patch"))
                  .toList());
      lake.create(tables.get(0).unit().tableName(), earlier, PartitionSpec.unpartitioned());
      BsonDocument x1 = new BsonDocument("x", new BsonInt32(1));
      ChangeStream.send(
          kafka,
          topic("earlier"),
          new ChangeStream()
              .update(new BsonInt32(1), x1)
              .records(folder.resolve("events"), "earlier", Map.of()));

      // When
      landOnce(lake, tables, "k");

      // Then
      assertThat(json(rows(lake).get(0).getAs("patch")).path("updatedFields").asText())
          .isEqualTo("{\"x\": 1}");
      assertThat(lake.table(tables.get(0).unit().tableName()).schema().asStruct().fields())
          .extracting(column -> column.name())
          .endsWith("landed_at", "patch");
    }
  }

  private List<Row> land(String prefix, KafkaReader reader) {
    List<BronzeTable> tables = List.of(table(prefix));
    try (TestLake lake = lake(prefix + reader, tables, reader)) {
      landOnce(lake, tables, "k");
      return rows(lake);
    }
  }

  private static List<Row> rows(TestLake lake) {
    return lake.rows(lake.pipeline().bronze().get(0).unit().tableName())
        .orderBy("offset")
        .collectAsList();
  }

  private static Map<Fate, Long> landOnce(TestLake lake, List<BronzeTable> tables, String runKey) {
    JobContext context = lake.context(runKey);
    List<UnitPlan> plans =
        new BronzeJob()
            .plan(tables.stream().map(BronzeTable::unit).toList(), context).values().stream()
                .map(PlanResult::orThrow)
                .toList();
    Outcome outcome = new BronzeJob().run(plans, context).values().iterator().next();
    assertThat(outcome).isInstanceOf(Outcome.Committed.class);
    List<LedgerEntry> ledger = ((Outcome.Committed) outcome).ledger();
    assertThat(ledger).hasSize(1).allMatch(LedgerEntry::balances);
    return ledger.get(0).counts();
  }

  private String topic(String prefix) {
    String topic = prefix + ".shop.orders";
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      Topics.create(admin, new NewTopic(topic, Optional.of(1), Optional.empty()));
    }
    return topic;
  }

  private static BronzeTable table(String prefix) {
    Pattern topics = Pattern.compile("(?<tenant>" + prefix + ")\\.shop\\.orders");
    return new BronzeTable("orders", topics, Connector.MONGODB, Format.JSON);
  }

  private TestLake lake(String name, List<BronzeTable> tables, KafkaReader reader) {
    return TestLake.in(
        folder.resolve(name),
        TestLake.kafka(kafka.bootstrapServers(), reader),
        tables,
        List.of(),
        List.of());
  }

  private static BsonDocument document(int id) {
    return new BsonDocument("_id", new BsonInt32(id));
  }

  private static BsonDocument with(BsonDocument document, String field, int value) {
    return document.clone().append(field, new BsonInt32(value));
  }

  private static BsonDocument parsed(Row row, String column) {
    String text = row.getAs(column);
    return text == null ? null : BsonDocument.parse(text);
  }

  private static JsonNode json(String text) {
    try {
      return text == null ? JSON.nullNode() : JSON.readTree(text);
    } catch (JsonProcessingException none) {
      throw new IllegalStateException(text, none);
    }
  }

  private static JsonNode patch(byte[] value) {
    try {
      JsonNode record = JSON.readTree(value);
      return (record.has("payload") ? record.get("payload") : record).get("updateDescription");
    } catch (IOException none) {
      throw new IllegalStateException(none);
    }
  }
}
