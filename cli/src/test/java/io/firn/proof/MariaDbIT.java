package io.firn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.run.CheckResult;
import io.firn.run.RunReport;
import io.firn.run.RunReportJson;
import io.firn.sandbox.ConnectWorker;
import io.firn.sandbox.DebeziumConnectors;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.MariaDb;
import io.firn.sandbox.junit.Parts;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random changes of a MariaDB, captured by Debezium: silver is then what the database has. MariaDB
 * gives all changes of a transaction one position, so that the order of delivery decides among
 * them.
 */
@ExtendWith(Parts.class)
class MariaDbIT {
  private static final int ROUNDS = 3;
  private static final int TRANSACTIONS = 20;

  /** Below it are the rows that change. */
  private static final int MARKS = 1000;

  private static final String TABLES =
      """
      bronze.items { topics = "proof_maria\\\\.stock\\\\.items", connector = mariadb, format = json }
      silver.items { from = bronze.items, key = [id] }
      """;

  private final long seed = Long.getLong("firn.proof.seed", 20_261_121);
  private final Random random = new Random(seed);
  private final KafkaBroker kafka;
  private final ConnectWorker worker;
  private final MariaDb database;

  @TempDir private Path folder;

  MariaDbIT(KafkaBroker kafka, ConnectWorker worker, MariaDb database) {
    this.kafka = kafka;
    this.worker = worker;
    this.database = database;
  }

  @Test
  void silverIsWhatTheDatabaseHasAfterEveryRound() throws SQLException {
    database.createDatabase("stock");
    try (Connection connection = database.connect("stock");
        Statement sql = connection.createStatement()) {
      // Given
      sql.execute(
          "CREATE TABLE items (id INT PRIMARY KEY, name VARCHAR(200), price DECIMAL(12,2),"
              + " many BIGINT UNSIGNED, seen DATETIME(6), sold TINYINT(1) NOT NULL DEFAULT 0)");
      sql.execute("INSERT INTO items VALUES (1, 'before the snapshot', 1.50, 7, NULL, 1)");
      worker
          .client()
          .register(
              "stock",
              DebeziumConnectors.mariadb(
                  "stock",
                  "proof_maria",
                  database.address("stock"),
                  "stock.items",
                  true,
                  kafka.bootstrapServers()));
      worker.client().awaitRunning("stock", Duration.ofSeconds(60));
      Lakehouse lake = Lakehouse.in(folder, kafka.bootstrapServers(), TABLES, Map.of());

      for (int round = 1; round <= ROUNDS; round++) {
        // When
        for (int i = 0; i < TRANSACTIONS; i++) {
          transaction(connection, sql);
        }
        if (round == 2) {
          worker.client().restart("stock");
        }
        mark(sql, round);
        runUntilMarked(lake, round);

        // Then
        assertThat(silver(lake)).as("round " + round + ", seed " + seed).isEqualTo(source(sql));
        assertThat(lake.verify()).allMatch(CheckResult::passed);
      }
      worker.client().delete("stock");
    }
  }

  /** Several changes of few rows, so that one row is often changed more than once. */
  private void transaction(Connection connection, Statement sql) throws SQLException {
    connection.setAutoCommit(false);
    int changes = 1 + random.nextInt(6);
    for (int i = 0; i < changes; i++) {
      int id = 1 + random.nextInt(8);
      switch (random.nextInt(7)) {
        case 0 -> sql.execute("DELETE FROM items WHERE id = " + id);
        case 1 -> sql.execute("UPDATE IGNORE items SET id = id + 8 WHERE id = " + id);
        case 2 -> sql.execute("UPDATE items SET sold = 1 - sold, seen = NOW(6) WHERE id = " + id);
        // Many rows by one statement: each statement of a transaction counts its rows from 0 on.
        case 3 -> sql.execute("UPDATE items SET price = price + " + (1 + random.nextInt(9)));
        default ->
            sql.execute(
                "REPLACE INTO items VALUES (%d, 'näme %d', %d.%02d, 18446744073709551%03d, %s, 0)"
                    .formatted(
                        id,
                        random.nextInt(1000),
                        random.nextInt(100_000),
                        random.nextInt(100),
                        random.nextInt(600),
                        random.nextBoolean() ? "NULL" : "'2026-03-29 01:30:00.123456'"));
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  /**
   * A row of the same topic-partition: what comes in another may be there before what was sent
   * first.
   */
  private static void mark(Statement sql, int round) throws SQLException {
    sql.execute("INSERT INTO items (id, name) VALUES (%d, 'mark')".formatted(MARKS + round));
  }

  private static void runUntilMarked(Lakehouse lake, int round) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              RunReport report = lake.run();
              boolean topicsYet = !RunReportJson.write(report).contains("No topic matches");
              assertThat(!topicsYet || report.exitCode() == 0)
                  .as(RunReportJson.write(report))
                  .isTrue();
              return lake.rows("silver:items").rows().stream()
                  .anyMatch(row -> row.get("id").equals(MARKS + round));
            });
  }

  private static List<Map<String, String>> silver(Lakehouse lake) {
    return lake.rows("silver:items").rows().stream()
        .map(MariaDbIT::columns)
        .sorted(Comparator.comparing(row -> Integer.valueOf(row.get("id"))))
        .toList();
  }

  private static Map<String, String> columns(Map<String, Object> row) {
    Map<String, String> columns = new TreeMap<>();
    for (String name : List.of("id", "name", "price", "many", "seen", "sold")) {
      columns.put(name, String.valueOf(row.get(name)));
    }
    return columns;
  }

  private static List<Map<String, String>> source(Statement sql) throws SQLException {
    List<Map<String, String>> rows = new ArrayList<>();
    try (ResultSet found =
        sql.executeQuery(
            "SELECT id, name, price, many, DATE_FORMAT(seen, '%Y-%m-%dT%H:%i:%s.%f') AS seen, sold"
                + " FROM items ORDER BY id")) {
      while (found.next()) {
        Map<String, String> row = new TreeMap<>();
        for (String name : List.of("id", "name", "price", "many", "seen")) {
          row.put(name, String.valueOf(found.getString(name)));
        }
        row.put("sold", String.valueOf(found.getInt("sold")));
        rows.add(row);
      }
    }
    return rows;
  }
}
