package io.firn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.sandbox.junit.Parts;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Parts.class)
class MariaDbCdcIT {

  @Test
  void everyChangeReachesItsTopic(MariaDb mariadb, KafkaBroker kafka, ConnectWorker worker)
      throws SQLException {
    // Given
    mariadb.createDatabase("shop");
    sql(mariadb, "CREATE TABLE item (id int PRIMARY KEY, name varchar(20), many bigint unsigned)");
    sql(mariadb, "INSERT INTO item VALUES (1, 'äöü', 18446744073709551615)");
    Map<String, String> config =
        DebeziumConnectors.mariadb(
            "items",
            "mashop",
            mariadb.address("shop"),
            "shop.item",
            false,
            kafka.bootstrapServers());
    TopicReader items = new TopicReader(kafka.bootstrapServers(), "mashop.shop.item");

    // When
    worker.client().register("items", config);
    worker.client().awaitRunning("items", Duration.ofSeconds(60));
    items.first(1);
    sql(mariadb, "UPDATE item SET name = 'b' WHERE id = 1");
    sql(mariadb, "DELETE FROM item");

    // Then
    assertThat(items.operations(4)).containsExactly("r", "u", "d", "tombstone");
    assertThat(TopicReader.json(items.first(1).get(0).value()).at("/after").toString())
        .isEqualTo("{\"id\":1,\"name\":\"äöü\",\"many\":\"AP//////////\"}");
    worker.client().delete("items");
  }

  private static void sql(MariaDb mariadb, String sql) throws SQLException {
    try (Connection connection = mariadb.connect("shop");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
