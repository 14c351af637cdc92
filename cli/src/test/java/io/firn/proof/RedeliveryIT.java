package io.firn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.run.CheckResult;
import io.firn.run.RunReport;
import io.firn.run.RunReportJson;
import io.firn.sandbox.ConnectClient;
import io.firn.sandbox.ConnectWorker;
import io.firn.sandbox.Database;
import io.firn.sandbox.DatabaseAddress;
import io.firn.sandbox.DebeziumConnectors;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.MariaDb;
import io.firn.sandbox.Postgres;
import io.firn.sandbox.junit.Parts;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Connectors that are killed after they sent events and before they noted down how far they are:
 * they send those events once more, and bronze holds each once.
 *
 * <p>{@code -Dfirn.redelivery.seed=N} takes other changes.
 */
@ExtendWith(Parts.class)
class RedeliveryIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int TRANSACTIONS = 15;

  /** Below it are the rows that change. */
  private static final int MARKS = 1000;

  private static final String TABLES =
      """
      bronze.items { topics = "again_%1$s\\\\.%2$s\\\\.items", connector = %1$s, format = json }
      silver.items { from = bronze.items, key = [id] }
      gold.totals { from = [silver.items], grain = [name], sql = "totals.sql" }
      """;

  private static final String TOTALS =
      "SELECT name, count(*) AS many, sum(amount) AS amount FROM %s GROUP BY name";

  private static ConnectWorker worker;

  @TempDir private static Path parts;

  private final long seed = Long.getLong("firn.redelivery.seed", 20_261_121);
  private final Random random = new Random(seed);
  private final KafkaBroker kafka;

  @TempDir private Path folder;

  RedeliveryIT(KafkaBroker kafka) {
    this.kafka = kafka;
  }

  /** Offsets are noted down when a connector is stopped, and else never. */
  @BeforeAll
  static void startWorker(KafkaBroker kafka) {
    worker =
        ConnectWorker.start(
            parts,
            kafka.bootstrapServers(),
            Map.of(
                "offset.flush.interval.ms", "86400000",
                "group.id", "forgetful-connect",
                "config.storage.topic", "forgetful-configs",
                "offset.storage.topic", "forgetful-offsets",
                "status.storage.topic", "forgetful-status"));
  }

  @AfterAll
  static void stopWorker() {
    worker.close();
  }

  @Test
  void whatAPostgresConnectorSendsAgainStandsOnce(Postgres database) throws SQLException {
    database.createDatabase("again");
    Map<String, String> connector =
        DebeziumConnectors.postgres(
            "again_postgresql", "again_postgresql", address(database), "public.items", true);
    Redelivered again = redeliver(database, "postgresql", "public", connector);
    assertThat(again.keptTwice()).as("seed %d", seed).isEmpty();
  }

  /**
   * MariaDB gives all changes of a transaction one position, and a transaction may make one change
   * twice. So of the last transaction before the kill nothing tells a repeat from a change: its
   * events, and no others, are kept again.
   */
  @Test
  void whatAMariaDbConnectorSendsAgainStandsOnceButForTheLastTransaction(MariaDb database)
      throws SQLException {
    database.createDatabase("again");
    Map<String, String> connector =
        DebeziumConnectors.mariadb(
            "again_mariadb",
            "again_mariadb",
            address(database),
            "again.items",
            true,
            kafka.bootstrapServers());
    Redelivered again = redeliver(database, "mariadb", "again", connector);
    assertThat(again.keptTwice())
        .as("seed %d", seed)
        .allSatisfy(event -> assertThat(event.position()).isIn(again.lastBeforeKills()));
  }

  private static DatabaseAddress address(Database database) {
    return new DatabaseAddress(
        database.host(), database.port(), "again", database.user(), database.password());
  }

  /**
   * What bronze holds more than once although the source did it once.
   *
   * @param lastBeforeKills the greatest position that was in the topic at each kill
   */
  private record Redelivered(List<SentEvents.Event> keptTwice, List<Object> lastBeforeKills) {}

  private Redelivered redeliver(
      Database database, String connector, String schema, Map<String, String> config)
      throws SQLException {
    System.out.println("RedeliveryIT: -Dfirn.redelivery.seed=" + seed);
    String name = "again_" + connector;
    String topic = name + "." + schema + ".items";
    ConnectClient connect = worker.client();
    Lakehouse lake = lake(connector, schema);
    SentEvents sent = new SentEvents(kafka, topic);
    List<Object> last = new ArrayList<>();
    try (Connection connection = database.connect("again");
        Statement sql = connection.createStatement()) {
      // Given
      sql.execute("CREATE TABLE items (id INT PRIMARY KEY, name VARCHAR(200), amount INT)");
      sql.execute("INSERT INTO items VALUES (1, 'before the snapshot', 1)");
      connect.register(name, config);
      connect.awaitRunning(name, PATIENCE);
      changes(connection, sql);
      runUntilMarked(lake, sql, 1);
      connect.restart(name);

      // When
      changes(connection, sql);
      runUntilMarked(lake, sql, 2);
      last.add(sent.read().greatestPosition());
      worker.killHard();
      changes(connection, sql);
      worker.restart();
      runUntilMarked(lake, sql, 3);
      changes(connection, sql);
      sent.awaitMore();
      last.add(sent.read().greatestPosition());
      worker.killHard();
      succeed(lake.run());
      worker.restart();
      changes(connection, sql);
      runUntilMarked(lake, sql, 4);
      connect.delete(name);

      // Then
      SentEvents.Read read = sent.read();
      assertThat(read.again()).as("events that were sent again").isPositive();
      System.out.printf(
          "RedeliveryIT: %s sent %d events, %d of them again%n",
          connector, read.events().size(), read.again());
      assertThat(silver(lake)).as("seed %d", seed).isEqualTo(source(sql, "SELECT * FROM items"));
      assertThat(gold(lake)).as("seed %d", seed).isEqualTo(source(sql, TOTALS.formatted("items")));
      assertThat(lake.verify()).isNotEmpty().allMatch(CheckResult::passed);
      return new Redelivered(read.keptTwice(lake.rows("bronze:items")), last);
    }
  }

  /** Several changes of few rows in one transaction, one row often changed more than once. */
  private void changes(Connection connection, Statement sql) throws SQLException {
    for (int i = 0; i < TRANSACTIONS; i++) {
      connection.setAutoCommit(false);
      for (int change = random.nextInt(5); change >= 0; change--) {
        change(sql);
      }
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  private void change(Statement sql) throws SQLException {
    int id = 1 + random.nextInt(8);
    int amount = random.nextInt(3);
    switch (random.nextInt(6)) {
      case 0 -> sql.execute("DELETE FROM items WHERE id = " + id);
      // The key changes: the old one's end and the new one's beginning.
      case 1 -> {
        sql.execute("DELETE FROM items WHERE id = " + (id + 8));
        sql.execute("UPDATE items SET id = id + 8 WHERE id = " + id);
      }
      // There and back: two events that are equal but for what came between.
      case 2 -> {
        for (int turn : new int[] {7, 8, 7, 8}) {
          sql.execute("UPDATE items SET amount = " + turn + " WHERE id = " + id);
        }
      }
      default -> {
        sql.execute("DELETE FROM items WHERE id = " + id);
        sql.execute(
            "INSERT INTO items VALUES (%d, 'name %d', %d)"
                .formatted(id, random.nextInt(4), amount));
      }
    }
  }

  /**
   * The mark is a row of the same topic-partition: what comes in another may be there before what
   * was sent first.
   */
  private static void runUntilMarked(Lakehouse lake, Statement sql, int mark) throws SQLException {
    sql.execute("INSERT INTO items (id, name) VALUES (%d, 'mark')".formatted(MARKS + mark));
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> {
              RunReport report = lake.run();
              if (!RunReportJson.write(report).contains("No topic matches")) {
                succeed(report);
              }
              return lake.rows("silver:items").rows().stream()
                  .anyMatch(row -> row.get("id").equals(MARKS + mark));
            });
  }

  private static void succeed(RunReport report) {
    assertThat(report.exitCode()).as(RunReportJson.write(report)).isZero();
  }

  private static List<Map<String, String>> silver(Lakehouse lake) {
    return columns(lake.rows("silver:items"), List.of("id", "name", "amount"));
  }

  private static List<Map<String, String>> gold(Lakehouse lake) {
    return columns(lake.rows("gold:totals"), List.of("name", "many", "amount"));
  }

  private static List<Map<String, String>> columns(TableRows table, List<String> names) {
    return sorted(
        table.rows().stream()
            .map(
                row -> {
                  Map<String, String> columns = new TreeMap<>();
                  names.forEach(name -> columns.put(name, String.valueOf(row.get(name))));
                  return columns;
                })
            .toList());
  }

  private static List<Map<String, String>> source(Statement sql, String query) throws SQLException {
    List<Map<String, String>> rows = new ArrayList<>();
    try (ResultSet found = sql.executeQuery(query)) {
      while (found.next()) {
        Map<String, String> row = new TreeMap<>();
        for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
          row.put(
              found.getMetaData().getColumnLabel(column), String.valueOf(found.getString(column)));
        }
        rows.add(row);
      }
    }
    return sorted(rows);
  }

  private static List<Map<String, String>> sorted(List<Map<String, String>> rows) {
    return rows.stream().sorted(java.util.Comparator.comparing(Map::toString)).toList();
  }

  private Lakehouse lake(String connector, String schema) {
    return Lakehouse.in(
        folder,
        kafka.bootstrapServers(),
        TABLES.formatted(connector, schema),
        Map.of("totals.sql", TOTALS.formatted("silver.items")));
  }
}
