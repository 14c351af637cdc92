package io.firn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.config.Pipeline;
import io.firn.model.Outcome;
import io.firn.proof.RandomTable.Column;
import io.firn.run.CheckResult;
import io.firn.run.RunReport;
import io.firn.run.RunReportJson;
import io.firn.sandbox.ConnectClient;
import io.firn.sandbox.ConnectWorker;
import io.firn.sandbox.ConnectorOffset;
import io.firn.sandbox.DatabaseAddress;
import io.firn.sandbox.DebeziumConnectors;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.Postgres;
import io.firn.sandbox.SchemaRegistry;
import io.firn.sandbox.junit.Parts;
import io.firn.sandbox.junit.Topics;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * One database captured twice, in JSON and in Avro: bronze has the same keys and row images, letter
 * by letter, and silver the same rows; also when columns are added, when the registry is away and
 * when the topic holds what is no Avro.
 *
 * <p>{@code -Dfirn.proof.seed=N} takes other changes.
 */
@ExtendWith(Parts.class)
class AvroIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int TRANSACTIONS = 15;
  private static final String DATABASE = "proof_twin";

  /** Every common type, and a key of several columns. */
  private static final Map<String, String> KEYS =
      Map.of("kinds", "id", "pairs", "code, region, day");

  private final long seed = Long.getLong("firn.proof.seed", 20_261_121);
  private final KafkaBroker kafka;
  private final ConnectClient connect;
  private final Postgres postgres;
  private final SchemaRegistry registry;
  private final RandomSource source;

  @TempDir private Path folder;

  AvroIT(KafkaBroker kafka, ConnectWorker worker, Postgres postgres, SchemaRegistry registry) {
    this.kafka = kafka;
    this.connect = worker.client();
    this.postgres = postgres;
    this.registry = registry;
    this.source =
        new RandomSource(
            new TenantDatabase(postgres, connect, DATABASE),
            SourceTables.all().stream().filter(table -> KEYS.containsKey(table.name())).toList(),
            seed);
  }

  @Test
  void avroLandsAsTheSameEventsInJsonDo() throws SQLException {
    // Given
    source.create();
    source.transactions(TRANSACTIONS);
    capture("twin_json", false);
    capture("twin_avro", true);
    Lakehouse lake = Lakehouse.in(folder, kafka.bootstrapServers(), tables(), Map.of());

    awaitCaptured();
    succeed(lake.run());
    assertTwins(lake, "first images");

    source.transactions(TRANSACTIONS);
    source.addColumn("kinds", new Column("added", Kind.TEXT), "added text");
    source.addColumn("pairs", new Column("rank", Kind.INT), "rank int");
    source.transactions(TRANSACTIONS);
    awaitCaptured();
    succeed(lake.run());
    assertTwins(lake, "changes, and columns added among them");

    source.transactions(TRANSACTIONS);
    int refused = sendRubbish();
    source.transactions(TRANSACTIONS);
    awaitCaptured();
    int before = lake.rows("bronze:avro_kinds").size();

    // When
    registry.close();
    RunReport withoutRegistry = lake.run();

    // Then
    assertThat(withoutRegistry.exitCode()).isEqualTo(40);
    assertThat(Lakehouse.unit(withoutRegistry, "bronze:avro_kinds").outcome().failure())
        .hasValueSatisfying(
            failure -> assertThat(failure.what()).isEqualTo("The schema registry does not answer"));
    assertThat(lake.rows("bronze:avro_kinds").size()).isEqualTo(before);
    assertThat(quarantined(lake)).isEmpty();
    assertThat(Lakehouse.unit(withoutRegistry, "bronze:json_kinds").outcome())
        .as("its neighbour went on")
        .isInstanceOf(Outcome.Committed.class);

    registry.restart();
    succeed(lake.run());
    assertTwins(lake, "after the registry was away, with rubbish in the topic");
    assertThat(quarantined(lake))
        .hasSize(refused)
        .containsExactlyInAnyOrder(
            "NOT_AVRO", "NOT_AVRO", "NOT_AVRO", "NOT_AVRO", "UNKNOWN_SCHEMA");
    assertThat(lake.verify()).isNotEmpty().allMatch(CheckResult::passed);
    connect.delete("twin_json");
    connect.delete("twin_avro");
  }

  private String tables() {
    String both =
        KEYS.keySet().stream()
            .flatMap(table -> List.of(section(table, "json"), section(table, "avro")).stream())
            .collect(Collectors.joining());
    return "kafka.schema-registry = \"" + registry.url() + "\"\n" + both;
  }

  private static String section(String table, String format) {
    return """
        bronze.%2$s_%1$s { topics = "twin_%2$s\\\\.public\\\\.%1$s", connector = postgresql, format = %2$s }
        silver.%2$s_%1$s { from = bronze.%2$s_%1$s, key = [%3$s] }
        """
        .formatted(table, format, KEYS.get(table));
  }

  private void capture(String prefix, boolean avro) {
    DatabaseAddress address =
        new DatabaseAddress(
            postgres.host(), postgres.port(), DATABASE, postgres.user(), postgres.password());
    String names =
        KEYS.keySet().stream().map(table -> "public." + table).collect(Collectors.joining(","));
    Map<String, String> config =
        new HashMap<>(DebeziumConnectors.postgres(prefix, prefix, address, names, true));
    // Or else a column's name differs where Avro cannot have it.
    config.put("field.name.adjustment.mode", "avro");
    connect.register(prefix, avro ? DebeziumConnectors.inAvro(config, registry) : config);
    connect.awaitRunning(prefix, PATIENCE);
  }

  /** See {@link TenantDatabase#awaitCaptured()}. */
  private void awaitCaptured() throws SQLException {
    long mark = mark();
    for (String connector : List.of("twin_json", "twin_avro")) {
      connect.awaitOffset(connector, PATIENCE, offset -> reached(offset, mark));
    }
  }

  private boolean reached(ConnectorOffset offset, long mark) {
    boolean reached =
        !offset.offset().containsKey("snapshot")
            && offset.offset().get("lsn") instanceof Number lsn
            && lsn.longValue() >= mark;
    if (!reached) {
      try {
        mark();
      } catch (SQLException failed) {
        throw new IllegalStateException(failed);
      }
    }
    return reached;
  }

  private long mark() throws SQLException {
    try (Connection connection = source.database().connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT pg_logical_emit_message(false, 'proof', 'mark') - '0/0'::pg_lsn")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Between records that are good; tells how many. */
  private int sendRubbish() {
    byte[] noSchema = ByteBuffer.allocate(9).put((byte) 0).putInt(1_000_000).array();
    // Whichever schema came first: every record of one is longer than nothing.
    byte[] cut = ByteBuffer.allocate(5).put((byte) 0).putInt(1).array();
    byte[] key = cut.clone();
    List<byte[]> values =
        List.of(EventTopic.bytes("hello"), new byte[0], new byte[3], cut, noSchema);
    try (KafkaProducer<byte[], byte[]> producer = Topics.producer(kafka, Map.of())) {
      values.forEach(
          value ->
              Topics.done(
                  producer.send(new ProducerRecord<>("twin_avro.public.kinds", key, value))));
    }
    return values.size();
  }

  private static List<String> quarantined(Lakehouse lake) {
    return TableRows.of(lake.pipeline(), Pipeline.quarantine()).column("reason").stream()
        .map(String::valueOf)
        .toList();
  }

  private void assertTwins(Lakehouse lake, String moment) {
    for (String table : KEYS.keySet()) {
      String told = "%s, seed %d: %s".formatted(moment, seed, table);
      assertThat(lake.rows("bronze:avro_" + table).size()).as(told).isPositive();
      assertSame(
          told + " in bronze",
          events(lake, "bronze:avro_" + table),
          events(lake, "bronze:json_" + table));
      assertSame(
          told + " in silver",
          rows(lake, "silver:avro_" + table),
          rows(lake, "silver:json_" + table));
    }
    assertSame(moment + ": schemas", schemas(lake, "twin_avro"), schemas(lake, "twin_json"));
  }

  /** Rows are long: those that only one side has are told, cut off. */
  private static void assertSame(String told, List<String> avro, List<String> json) {
    List<String> onlyAvro = new ArrayList<>(avro);
    json.forEach(onlyAvro::remove);
    List<String> onlyJson = new ArrayList<>(json);
    avro.forEach(onlyJson::remove);
    assertThat(Map.of("avro", shortened(onlyAvro), "json", shortened(onlyJson)))
        .as(told)
        .isEqualTo(Map.of("avro", List.of(), "json", List.of()));
  }

  private static List<String> shortened(List<String> rows) {
    return rows.stream()
        .limit(3)
        .map(row -> row.substring(0, Math.min(600, row.length())))
        .toList();
  }

  private static List<String> events(Lakehouse lake, String unit) {
    return lake.rows(unit).rows().stream()
        .map(
            row ->
                "%s %s %s -> %s"
                    .formatted(row.get("op"), row.get("key"), row.get("before"), row.get("after")))
        .sorted()
        .toList();
  }

  /** All columns but those that say where in Kafka a row was. */
  private static List<String> rows(Lakehouse lake, String unit) {
    TableRows rows = lake.rows(unit);
    Set<String> about = new HashSet<>();
    rows.rows().forEach(row -> about.addAll(row.keySet()));
    about.removeIf(column -> !column.startsWith("__") || column.equals("__rescued"));
    return rows.sortedWithout(about);
  }

  /** Without the topic's name, which is in the names of its types. */
  private static List<String> schemas(Lakehouse lake, String prefix) {
    return TableRows.of(lake.pipeline(), Pipeline.schemas()).rows().stream()
        .filter(row -> String.valueOf(row.get("topic")).startsWith(prefix))
        .map(row -> String.valueOf(row).replace(prefix, "twin"))
        .map(row -> row.replaceAll("schema_id=[0-9a-f]+|landed_at=[^,}]+", ""))
        .distinct()
        .toList();
  }

  private void succeed(RunReport report) {
    assertThat(report.exitCode()).as("seed %d: %s", seed, RunReportJson.write(report)).isZero();
  }
}
