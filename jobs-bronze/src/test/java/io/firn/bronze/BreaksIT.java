package io.firn.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.config.BronzeTable;
import io.firn.config.Connector;
import io.firn.config.Format;
import io.firn.config.KafkaReader;
import io.firn.config.Pipeline;
import io.firn.model.Acceptance;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.Outcome;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.run.CheckResult;
import io.firn.run.PlanResult;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.junit.Parts;
import io.firn.testkit.TestLake;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.spark.sql.Row;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Law 8 on a real broker: a history that broke is refused by name, and goes on when accepted. */
@ExtendWith(Parts.class)
class BreaksIT {
  private final KafkaBroker kafka;

  @TempDir private Path folder;

  private String topic;
  private BronzeTable table;
  private Traffic traffic;
  private TestLake lake;

  BreaksIT(KafkaBroker kafka) {
    this.kafka = kafka;
  }

  @BeforeEach
  void open(TestInfo test) {
    topic = test.getTestMethod().orElseThrow().getName() + ".acme.orders";
    table =
        new BronzeTable(
            "orders", Pattern.compile(Pattern.quote(topic)), Connector.POSTGRESQL, Format.JSON);
    traffic = new Traffic(kafka, 3);
    traffic.topic(topic, 1, 0);
    lake =
        TestLake.in(
            folder.resolve("lake"),
            TestLake.kafka(kafka.bootstrapServers(), KafkaReader.CONSUMER),
            List.of(table),
            List.of(),
            List.of());
  }

  @AfterEach
  void close() {
    lake.close();
    traffic.close();
  }

  @Test
  void aRecreatedTopicIsLandedInANewEraWhenAccepted() {
    traffic.changes(topic, 0, 10);
    land("first");
    traffic.recreate(topic);
    traffic.changes(topic, 4, 10);

    assertThat(refusal("second").what()).contains("The topic was deleted and created again");
    Map<String, Long> counts = land("third", "recreated-topic=" + topic);

    assertThat(counts).containsEntry("written", 6L);
    assertThat(lake.rows(name()).where("position LIKE '~0001%'").count()).isEqualTo(6);
    assertThat(checks()).allMatch(CheckResult::passed);
    assertThat(lake.table(name()).properties().get("firn.accepted"))
        .contains("recreated-topic", topic, "third");
    traffic.changes(topic, 10, 12);
    assertThat(land("fourth")).containsEntry("written", 2L);
    assertThat(checks()).allMatch(CheckResult::passed);
  }

  @Test
  void whatRetentionTookStandsInTheLedgerWhenAccepted() {
    traffic.changes(topic, 0, 10);
    land("first");
    traffic.changes(topic, 10, 30);
    traffic.forgetBefore(topic, 17);

    assertThat(refusal("second").found()).contains("7 offsets lost to retention");
    Map<String, Long> counts = land("third", "lost-records=*");

    assertThat(counts).containsEntry("written", 13L).containsEntry("lost", 7L);
    assertThat(checks()).allMatch(CheckResult::passed);
  }

  @Test
  void aSourceThatCountsAnewIsRefusedAndComesLaterWhenAccepted() {
    traffic.changes(topic, 100, 120);
    land("first");
    // Another server took over: its log begins again, and goes beyond the old one's end.
    traffic.changes(topic, 120, 130);
    traffic.changes(topic, 5, 15);
    traffic.changes(topic, 15, 25);

    Failure refused = refusal("second");
    assertThat(refused.kind()).isEqualTo(ErrorKind.HISTORY);
    assertThat(refused.what()).contains("Positions of the source went backwards");
    assertThat(refused.where()).isEqualTo(topic + "-0, offset 30");
    assertThat(refused.next())
        .contains("--accept positions-restarted=" + topic, "--accept late-events=" + topic);

    assertThat(land("third", "positions-restarted=" + topic)).containsEntry("written", 30L);
    assertThat(valuesByPosition()).endsWith("at 24").contains("at 129", "at 5");
    assertThat(checks()).allMatch(CheckResult::passed);
    // The new log is watched like the first: what is sent again stands once.
    traffic.changes(topic, 20, 30);
    assertThat(land("fourth")).containsEntry("written", 5L).containsEntry("duplicates", 5L);
    assertThat(checks()).allMatch(CheckResult::passed);
  }

  @Test
  void lateEventsLoseAgainstWhatIsNewerWhenAccepted() {
    traffic.changes(topic, 0, 10);
    traffic.changes(topic, 20, 30);
    land("first");
    traffic.changes(topic, 12, 14);

    assertThat(land("second", "late-events=" + topic)).containsEntry("written", 2L);

    assertThat(valuesByPosition()).endsWith("at 29");
    assertThat(checks()).allMatch(CheckResult::passed);
  }

  @Test
  void gapsAreCountedByName() {
    traffic.committedTransaction(topic, 0, 5);
    traffic.abortedTransaction(topic, 7);
    traffic.committedTransaction(topic, 1000, 1003);

    // The coordinator answers before it has told the partitions.
    Awaitility.await().until(() -> plan("first", List.of()).orThrow().summary().waiting() == 18);
    Map<String, Long> counts = land("first");

    assertThat(counts)
        .containsEntry("written", 8L)
        .containsEntry("aborted", 7L)
        .containsEntry("control", 3L)
        .containsEntry("gaps", 10L);
    assertThat(checks()).allMatch(CheckResult::passed);
  }

  @Test
  void theLedgerOutlivesTheSnapshotsAndACrashBeforeItWasKept() {
    traffic.changes(topic, 0, 10);
    land("first");
    // As if the run had been killed between its two commits.
    lake.catalog().dropTable(identifier(Pipeline.ledger()), true);
    expireAllButTheLast();
    traffic.changes(topic, 10, 20);
    land("second");
    traffic.changes(topic, 20, 25);
    land("third");
    expireAllButTheLast();

    List<Row> kept =
        lake.rows(Pipeline.ledger())
            .select("run_key", "written")
            .orderBy("run_key")
            .collectAsList();

    assertThat(kept)
        .extracting(Row::toString)
        .containsExactly("[first,10]", "[second,10]", "[third,5]");
    assertThat(checks()).allMatch(CheckResult::passed);
  }

  private static TableIdentifier identifier(TableName name) {
    return TableIdentifier.of(name.namespace(), name.name());
  }

  private void expireAllButTheLast() {
    Table bronze = lake.table(name());
    bronze.expireSnapshots().expireOlderThan(Long.MAX_VALUE).retainLast(1).commit();
  }

  private List<String> valuesByPosition() {
    return lake
        .rows(name())
        .orderBy("position")
        .selectExpr("get_json_object(after, '$.name')")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private Failure refusal(String runKey) {
    return outcome(runKey, List.of()).failure().orElseThrow();
  }

  private Map<String, Long> land(String runKey, String... accepted) {
    Outcome outcome = outcome(runKey, Arrays.stream(accepted).map(Acceptance::parse).toList());
    assertThat(outcome).isInstanceOf(Outcome.Committed.class);
    return ((Outcome.Committed) outcome).counts();
  }

  private Outcome outcome(String runKey, List<Acceptance> accepted) {
    PlanResult plan = plan(runKey, accepted);
    return plan instanceof PlanResult.Refused refused
        ? new Outcome.Failed(refused.cause())
        : new BronzeJob()
            .run(List.of(plan.orThrow()), lake.context(runKey, accepted))
            .get(table.unit());
  }

  private PlanResult plan(String runKey, List<Acceptance> accepted) {
    UnitName unit = table.unit();
    return new BronzeJob().plan(List.of(unit), lake.context(runKey, accepted)).get(unit);
  }

  private List<CheckResult> checks() {
    return new BronzeJob().verify(table.unit(), lake.context("verify"));
  }

  private TableName name() {
    return table.unit().tableName();
  }
}
