package io.firn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.sandbox.junit.Parts;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Parts.class)
class PostgresCdcIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final KafkaBroker kafka;
  private final ConnectClient connect;
  private final Postgres postgres;

  PostgresCdcIT(KafkaBroker kafka, ConnectWorker worker, Postgres postgres) {
    this.kafka = kafka;
    this.connect = worker.client();
    this.postgres = postgres;
  }

  @Test
  void everyChangeReachesItsTopicAlsoAfterRestartPauseAndWorkerRestart(ConnectWorker worker)
      throws SQLException {
    // Given
    sql(
        "shop",
        "CREATE TABLE orders (id int PRIMARY KEY, note text DEFAULT 'none')",
        "INSERT INTO orders VALUES (1, 'snapshot')");
    Map<String, String> config =
        DebeziumConnectors.postgres(
            "shop-orders", "pgshop", postgres.address("shop"), "public.orders", false);

    // When
    connect.register("shop-orders", config);
    connect.awaitRunning("shop-orders", TIMEOUT);
    TopicReader orders = new TopicReader(kafka.bootstrapServers(), "pgshop.public.orders");
    orders.first(1);
    sql(
        "shop",
        "INSERT INTO orders VALUES (2, NULL)",
        "UPDATE orders SET note = 'changed' WHERE id = 1",
        "DELETE FROM orders WHERE id = 2",
        "TRUNCATE orders");
    orders.first(6);
    connect.restart("shop-orders");
    sql("shop", "INSERT INTO orders VALUES (3, 'after the connector restart')");
    orders.first(7);
    connect.pause("shop-orders");
    sql("shop", "INSERT INTO orders VALUES (4, 'while paused')");
    connect.resume("shop-orders");
    orders.first(8);
    worker.restart();
    sql("shop", "INSERT INTO orders VALUES (5, 'after the worker restart')");

    // Then
    assertThat(orders.operations(9))
        .containsExactly("r", "c", "u", "d", "tombstone", "t", "c", "c", "c");
    List<ConsumerRecord<String, String>> events = orders.first(9);
    JsonNode inserted = TopicReader.json(events.get(1).value());
    assertThat(TopicReader.json(events.get(1).key()).toString()).isEqualTo("{\"id\":2}");
    assertThat(inserted.at("/after/note").isNull()).as("NULL did not become the default").isTrue();
    assertThat(connect.offsets("shop-orders"))
        .singleElement()
        .satisfies(offset -> assertThat(offset.partition()).containsEntry("server", "pgshop"));

    connect.delete("shop-orders");
    assertThat(connect.status("shop-orders")).isEmpty();
  }

  @Test
  void schemasTravelInKeyAndValueWhenAskedFor() throws SQLException {
    sql("ledger", "CREATE TABLE entry (id int PRIMARY KEY)", "INSERT INTO entry VALUES (1)");
    connect.register(
        "ledger",
        DebeziumConnectors.postgres(
            "ledger", "pgledger", postgres.address("ledger"), "public.entry", true));
    connect.awaitRunning("ledger", TIMEOUT);
    assertThat(new TopicReader(kafka.bootstrapServers(), "pgledger.public.entry").first(1))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(TopicReader.json(event.key()).at("/payload/id").asInt()).isEqualTo(1);
              assertThat(TopicReader.json(event.value()).has("schema")).isTrue();
            });
    connect.delete("ledger");
  }

  @Test
  void aFailedTaskIsReportedWithItsTrace() throws SQLException {
    sql("broken", "CREATE TABLE t (id int PRIMARY KEY)");
    Map<String, String> config =
        new HashMap<>(
            DebeziumConnectors.postgres(
                "broken", "pgbroken", postgres.address("broken"), "public.t", false));
    config.put("publication.autocreate.mode", "disabled");
    connect.register("broken", config);
    assertThatThrownBy(() -> connect.awaitRunning("broken", TIMEOUT))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("Connector 'broken' at " + connect.url())
        .hasMessageContaining("tasks [0=FAILED]")
        .hasMessageContaining("Publication autocreation is disabled");
    connect.delete("broken");
  }

  @Test
  void aRefusedConfigurationSaysWhatConnectAnswered() {
    assertThatThrownBy(
            () -> connect.register("nothing", Map.of("connector.class", "no.such.Class")))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("Kafka Connect refused PUT")
        .hasMessageContaining("no.such.Class");
  }

  private void sql(String database, String... statements) throws SQLException {
    postgres.createDatabase(database);
    try (Connection connection = postgres.connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
