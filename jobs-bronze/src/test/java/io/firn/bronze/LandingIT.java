package io.firn.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.config.BronzeTable;
import io.firn.config.Connector;
import io.firn.config.Format;
import io.firn.config.KafkaReader;
import io.firn.config.Pipeline;
import io.firn.model.ErrorKind;
import io.firn.model.LedgerEntry;
import io.firn.model.Outcome;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.run.CheckResult;
import io.firn.run.JobContext;
import io.firn.run.PlanResult;
import io.firn.run.UnitPlan;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.junit.Parts;
import io.firn.testkit.TestLake;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.spark.sql.functions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Law 1 on a real broker, for many tables in one Spark job and for both ways of reading. */
@ExtendWith(Parts.class)
class LandingIT {
  private static final List<String> COMPARED =
      List.of(
          "tenant",
          "key",
          "op",
          "before",
          "after",
          "source",
          "position",
          "source_ts",
          "topic",
          "partition",
          "offset",
          "kafka_ts",
          "headers",
          "schema_id");

  private final KafkaBroker kafka;

  @TempDir private Path folder;

  LandingIT(KafkaBroker kafka) {
    this.kafka = kafka;
  }

  @Test
  void bothReadersLandTheSameRowsAndTheSameAccount() {
    // Given
    try (Traffic traffic = new Traffic(kafka, 20_261_121)) {
      traffic.topic("readers.acme.orders", 3, 4000);
      traffic.topic("readers.zeta.orders", 1, 700);
      traffic.topic("readers.acme.items", 2, 1);
      traffic.topic("readers.acme.empty", 1, 0);
      traffic.abortedTransaction("readers.acme.items", 50);
      traffic.topic("readers.zeta.items", 4, 2500);
    }
    List<BronzeTable> tables =
        List.of(
            table("orders", "readers\\.(?<tenant>[a-z]+)\\.orders"),
            table("items", "readers\\.(?<tenant>[a-z]+)\\.items"),
            // A topic may feed two tables.
            table("all_acme", "readers\\.acme\\..*"));

    // When
    Landed consumer = land("consumer", tables, KafkaReader.CONSUMER);
    Landed spark = land("spark", tables, KafkaReader.SPARK);

    // Then
    assertThat(consumer.ledger()).isEqualTo(spark.ledger());
    assertThat(consumer.ledger()).allMatch(LedgerEntry::balances);
    consumer
        .rows()
        .forEach((table, rows) -> assertThat(rows).as(table).isEqualTo(spark.rows().get(table)));
    assertThat(consumer.rows().values().stream().mapToLong(List::size).sum()).isGreaterThan(10_000);
    assertThat(consumer.ledger().stream().mapToLong(LedgerEntry::gaps).sum())
        .as("the aborted records and the markers of both transactions")
        .isGreaterThanOrEqualTo(2 * 50);
    assertThat(consumer.checks()).allMatch(CheckResult::passed);
  }

  @Test
  void whatIsOpenInATransactionIsLandedWhenItIsCommittedAndNotBefore() {
    try (Traffic traffic = new Traffic(kafka, 7);
        Traffic.Open open = traffic.openTransaction("open.acme.orders", 20)) {
      List<BronzeTable> tables = List.of(table("orders", "open\\.(?<tenant>[a-z]+)\\.orders"));
      try (TestLake lake = lake("open", tables)) {
        assertThat(plans(lake.context("k1"), tables).get(0).summary().waiting()).isZero();

        open.commit();
        // The coordinator answers before it has told the partitions.
        List<UnitPlan> plans =
            Awaitility.await()
                .until(
                    () -> plans(lake.context("k2"), tables),
                    ready -> ready.get(0).summary().ready());
        assertThat(committed(run(lake.context("k2"), plans).get(0)).counts())
            .containsEntry("written", 20L);
      }
    }
  }

  @Test
  void aUnitWhoseRecordsGoAwayAfterThePlanFailsAloneAndLeavesNoFiles() {
    // Given
    try (Traffic traffic = new Traffic(kafka, 11)) {
      traffic.topic("vanish.acme.orders", 1, 100);
      traffic.topic("vanish.acme.items", 1, 100);
      List<BronzeTable> tables =
          List.of(
              table("orders", "vanish\\.acme\\.orders"), table("items", "vanish\\.acme\\.items"));
      try (TestLake lake = lake("vanish", tables)) {
        JobContext context = lake.context("k");
        List<UnitPlan> plans = plans(context, tables);
        traffic.forgetBefore("vanish.acme.orders", 40);

        // When
        Map<UnitName, Outcome> outcomes = new BronzeJob().run(plans, context);

        // Then
        assertThat(outcomes.get(tables.get(0).unit()).failure())
            .hasValueSatisfying(
                failure -> {
                  assertThat(failure.kind()).isEqualTo(ErrorKind.HISTORY);
                  assertThat(failure.where()).isEqualTo("vanish.acme.orders-0");
                });
        assertThat(outcomes.get(tables.get(1).unit())).isInstanceOf(Outcome.Committed.class);
        assertThat(lake.table(tables.get(0).unit().tableName()).currentSnapshot()).isNull();
      }
    }
  }

  @Test
  void aSmallTopicMakesOneFileHoweverManyPartitionsItHas() {
    try (Traffic traffic = new Traffic(kafka, 13)) {
      traffic.topic("files.acme.orders", 8, 300);
    }
    List<BronzeTable> tables = List.of(table("orders", "files\\.(?<tenant>[a-z]+)\\.orders"));
    try (TestLake lake = lake("files", tables)) {
      JobContext context = lake.context("k");
      new BronzeJob().run(plans(context, tables), context);

      assertThat(
              lake.table(tables.get(0).unit().tableName())
                  .currentSnapshot()
                  .summary()
                  .get("added-data-files"))
          .isEqualTo("1");
    }
  }

  @Test
  void whatAConnectorSendsAgainStandsOnceAndIsCounted() {
    try (Traffic traffic = new Traffic(kafka, 17)) {
      // Given
      List<BronzeTable> tables = List.of(table("orders", "again\\.(?<tenant>[a-z]+)\\.orders"));
      TestLake lake = lake("again", tables);
      traffic.topic("again.acme.orders", 1, 0);
      traffic.changes("again.acme.orders", 0, 100);
      assertThat(landOnce(lake, tables, "first")).containsEntry("written", 100L);

      // When it begins again 60 changes back, once between two runs and once within one
      traffic.changes("again.acme.orders", 40, 130);
      traffic.changes("again.acme.orders", 90, 150);
      Map<String, Long> counts = landOnce(lake, tables, "second");

      // Then
      assertThat(counts).containsEntry("written", 50L).containsEntry("duplicates", 100L);
      assertThat(lake.rows(tables.get(0).unit().tableName()).select("position").distinct().count())
          .isEqualTo(150);
      assertThat(new BronzeJob().verify(tables.get(0).unit(), lake.context("verify")))
          .allMatch(CheckResult::passed);
      lake.close();
    }
  }

  private static Map<String, Long> landOnce(
      TestLake lake, List<BronzeTable> tables, String runKey) {
    JobContext context = lake.context(runKey);
    return committed(run(context, plans(context, tables)).get(0)).counts();
  }

  /** What a landing left behind. */
  private record Landed(
      List<LedgerEntry> ledger, Map<String, List<String>> rows, List<CheckResult> checks) {}

  private Landed land(String name, List<BronzeTable> tables, KafkaReader reader) {
    try (TestLake lake = lake(name, tables, reader)) {
      JobContext context = lake.context("k");
      Map<UnitName, Outcome> outcomes =
          new TreeMap<>(new BronzeJob().run(plans(context, tables), context));
      List<LedgerEntry> ledger = new ArrayList<>();
      Map<String, List<String>> rows = new LinkedHashMap<>();
      List<CheckResult> checks = new ArrayList<>();
      outcomes.forEach(
          (unit, outcome) -> {
            ledger.addAll(committed(outcome).ledger());
            rows.put(unit.table(), rows(lake, unit.tableName(), COMPARED));
            checks.addAll(new BronzeJob().verify(unit, context));
          });
      rows.put(
          "quarantine",
          rows(
              lake,
              Pipeline.quarantine(),
              List.of("unit", "topic", "partition", "offset", "key", "value", "reason", "detail")));
      return new Landed(ledger, rows, checks);
    }
  }

  private static List<String> rows(TestLake lake, TableName table, List<String> columns) {
    return lake
        .rows(table)
        .select(columns.stream().map(functions::col).toArray(org.apache.spark.sql.Column[]::new))
        .toJSON()
        .collectAsList()
        .stream()
        .sorted()
        .toList();
  }

  private static List<UnitPlan> plans(JobContext context, List<BronzeTable> tables) {
    return new BronzeJob()
        .plan(tables.stream().map(BronzeTable::unit).toList(), context).values().stream()
            .map(PlanResult::orThrow)
            .toList();
  }

  private static List<Outcome> run(JobContext context, List<UnitPlan> plans) {
    return List.copyOf(new BronzeJob().run(plans, context).values());
  }

  private static Outcome.Committed committed(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Committed.class);
    return (Outcome.Committed) outcome;
  }

  private TestLake lake(String name, List<BronzeTable> tables) {
    return lake(name, tables, KafkaReader.CONSUMER);
  }

  private TestLake lake(String name, List<BronzeTable> tables, KafkaReader reader) {
    return TestLake.in(
        folder.resolve(name),
        TestLake.kafka(kafka.bootstrapServers(), reader),
        tables,
        List.of(),
        List.of());
  }

  private static BronzeTable table(String name, String topics) {
    return new BronzeTable(name, Pattern.compile(topics), Connector.POSTGRESQL, Format.JSON);
  }
}
