package io.firn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.sandbox.MongoEvents.WrittenRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debezium's MongoDB code makes the records that its documentation shows. */
class MongoEventsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String INSERT =
      """
      {"change": {"_id": {"_data": "01"}, "operationType": "insert", "clusterTime": \
      {"$timestamp": {"t": 1700000000, "i": 3}}, "wallTime": {"$date": {"$numberLong": \
      "1700000000123"}}, "ns": {"db": "shop", "coll": "orders"}, "documentKey": {"_id": 1}, \
      "fullDocument": {"_id": 1, "name": "ann"}}}""";
  private static final String DELETE =
      """
      {"change": {"_id": {"_data": "02"}, "operationType": "delete", "clusterTime": \
      {"$timestamp": {"t": 1700000000, "i": 4}}, "wallTime": {"$date": {"$numberLong": \
      "1700000000124"}}, "ns": {"db": "shop", "coll": "orders"}, "documentKey": {"_id": 1}}}""";
  private static final String SNAPSHOT =
      """
      {"snapshot": [{"_id": 7}, {"_id": 8}], "db": "shop", "collection": "orders", "at": \
      {"$timestamp": {"t": 1700000000, "i": 1}}}""";

  @TempDir Path dir;

  @Test
  void theRecordsAreThoseOfTheConnector() throws IOException {
    List<WrittenRecord> records =
        MongoEvents.records(
            dir,
            Map.of("topic.prefix", "acme", "heartbeat.interval.ms", "1000"),
            List.of(SNAPSHOT, INSERT, DELETE, "{\"heartbeat\": true}"));

    assertThat(records.stream().map(WrittenRecord::topic))
        .containsExactly(
            "acme.shop.orders",
            "acme.shop.orders",
            "acme.shop.orders",
            "acme.shop.orders",
            "acme.shop.orders",
            "__debezium-heartbeat.acme");
    JsonNode insert = JSON.readTree(records.get(2).value());
    assertThat(insert.get("op").textValue()).isEqualTo("c");
    assertThat(insert.get("after").textValue()).isEqualTo("{\"_id\": 1,\"name\": \"ann\"}");
    assertThat(insert.at("/source/ts_ms").longValue()).isEqualTo(1_700_000_000_123L);
    assertThat(insert.at("/source/ord").intValue()).isEqualTo(3);
    assertThat(JSON.readTree(records.get(0).value()).get("op").textValue()).isEqualTo("r");
    assertThat(records.get(4).value()).isNull();
    assertThat(JSON.readTree(records.get(4).key()).get("id").textValue()).isEqualTo("1");
    assertThat(JSON.readTree(records.get(5).value()).has("ts_ms")).isTrue();
  }

  @Test
  void aSchemaComesAlongWhenItIsAskedFor() throws IOException {
    List<WrittenRecord> records =
        MongoEvents.records(
            dir, Map.of("topic.prefix", "acme", "schemas.enable", "true"), List.of(INSERT));

    JsonNode value = JSON.readTree(records.get(0).value());
    assertThat(value.at("/schema/name").textValue()).isEqualTo("acme.shop.orders.Envelope");
    assertThat(value.at("/payload/op").textValue()).isEqualTo("c");
    assertThat(JSON.readTree(records.get(0).key()).has("schema")).isTrue();
  }
}
