package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.cli.console.ConsoleNarrator;
import io.firn.cli.console.ConsoleNarrator.Channel;
import io.firn.cli.console.Narrator;
import io.firn.cli.console.Paint;
import io.firn.gold.GoldExplanation;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.Outcome;
import io.firn.model.RunKey;
import io.firn.model.TopicPartition;
import io.firn.model.UnitName;
import io.firn.run.CheckResult;
import io.firn.run.PlanReport;
import io.firn.run.PlanReport.Planned;
import io.firn.run.PlanSummary;
import io.firn.run.RunReport;
import io.firn.run.RunReportJson;
import io.firn.run.UnitReport;
import io.firn.run.UnitStatus;
import io.firn.silver.ColumnOrigin;
import io.firn.silver.SchemaChange;
import io.firn.silver.SchemaHistory.Entry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ViewsTest {
  private static final UnitName BRONZE = UnitName.parse("bronze:orders");
  private static final UnitName SILVER = UnitName.parse("silver:orders");
  private static final UnitName GOLD = UnitName.parse("gold:daily_revenue");
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(told, true, StandardCharsets.UTF_8);
  private final Narrator narrator = narrator();

  @Test
  void a_plan_names_what_is_ready_what_waits_and_what_would_be_created() {
    PlanReport report =
        new PlanReport(
            List.of(
                Planned.as(
                    new PlanSummary(
                        BRONZE,
                        true,
                        "2 topics, 240 offsets",
                        240,
                        List.of("create table bronze.orders"),
                        List.of("new topic acme.shop.orders"))),
                Planned.as(new PlanSummary(SILVER, false, "-", 0, List.of(), List.of()))));

    PlanView.tell(report, narrator);

    assertThat(told())
        .containsPattern("UNIT +STATE +WAITING +RANGE")
        .containsPattern("bronze:orders +ready +240 +2 topics, 240 offsets")
        .containsPattern("silver:orders +no-op +0 +-")
        .contains("+ create table bronze.orders", "- new topic acme.shop.orders")
        .contains("1 of 2 units would run")
        .doesNotContain("cannot be planned");
    assertThat(PlanView.json(report).at("/exitCode").intValue()).isZero();
    assertThat(PlanView.json(report).at("/units/0/ddl/0").textValue())
        .isEqualTo("create table bronze.orders");
    assertThat(PlanView.json(report).at("/units/1/ready").booleanValue()).isFalse();
  }

  @Test
  void a_plan_tells_all_of_a_failure_beside_the_other_units() {
    PlanReport report =
        new PlanReport(
            List.of(
                Planned.failed(BRONZE, failure()),
                Planned.as(new PlanSummary(SILVER, true, "(1, 2]", 7, List.of(), List.of()))));

    PlanView.tell(report, narrator);

    assertThat(told())
        .containsPattern("bronze:orders +failed +- +-")
        .containsPattern("silver:orders +ready +7 +\\(1, 2]")
        .contains("error: Cannot decode a change", "where:    silver.orders", "found:    none")
        .contains("expected: an envelope", "next:     Look.")
        .contains("1 of 2 units would run", "1 unit cannot be planned");
    assertThat(PlanView.json(report).at("/exitCode").intValue()).isEqualTo(20);
    assertThat(PlanView.json(report).at("/units/0/failure/next").textValue()).isEqualTo("Look.");
    assertThat(PlanView.json(report).at("/units/1/waiting").intValue()).isEqualTo(7);
  }

  @Test
  void a_status_tells_tables_that_do_not_exist_yet() {
    List<UnitStatus> units =
        List.of(
            new UnitStatus(
                BRONZE,
                true,
                OptionalLong.of(42),
                Optional.of(NOON),
                Optional.of("nightly"),
                OptionalLong.of(7),
                "acme.shop.orders-0: 7",
                Optional.of("2 of 2 hold")),
            new UnitStatus(
                SILVER,
                false,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                "",
                Optional.empty()));

    StatusView.tell(units, List.of(), narrator);

    assertThat(told())
        .containsPattern("bronze:orders +7 +2026-01-02T12:00:00Z +nightly +42 +acme.shop.orders-0")
        .containsPattern("silver:orders +- +- +- +- +no table yet")
        .contains("bronze:orders expectations: 2 of 2 hold");
    assertThat(StatusView.json(units, List.of()).at("/units/0/rows").longValue()).isEqualTo(7);
    assertThat(StatusView.json(units, List.of()).at("/units/1/rows").isNull()).isTrue();
  }

  @Test
  void changes_of_columns_are_told_with_the_event_that_brought_them() {
    SchemaChange added =
        new SchemaChange(
            SchemaChange.Kind.ADD_COLUMN,
            "mail",
            Optional.empty(),
            Optional.of("string"),
            "evolve = add",
            Optional.of(
                new SchemaChange.Place(
                    Optional.of("acme"), new TopicPartition("acme.shop.orders", 0), 17)),
            "nightly",
            NOON);
    List<Entry> entries =
        List.of(new Entry(SILVER, "t", 0, added), new Entry(SILVER, "t", 1, added));

    SchemaView.tell(entries, 1, narrator);
    StatusView.tell(List.of(), entries, narrator);
    SchemaView.tell(
        Map.of(
            SILVER,
            List.of(
                new ColumnOrigin(
                    "mail",
                    "string",
                    Optional.of("contact.mail"),
                    true,
                    Optional.of(added),
                    Optional.empty()))),
        narrator);

    assertThat(told())
        .containsPattern("2026-01-02T12:00:00Z +silver:orders +add-column +mail +- +string")
        .containsPattern("evolve = add +acme.shop.orders-0@17 +nightly")
        .contains("… and 1 earlier change: --limit")
        .contains("2026-01-02T12:00:00Z silver:orders: add column mail string")
        .containsPattern("mail +string +contact.mail +yes +2026-01-02T12:00:00Z +nightly +-");
    assertThat(SchemaView.json(entries, 1).at("/changes")).hasSize(1);
    assertThat(SchemaView.json(entries, 1).at("/changes/0/offset").longValue()).isEqualTo(17);
    assertThat(StatusView.json(List.of(), entries).at("/schemaChanges/1/tenant").textValue())
        .isEqualTo("acme");
  }

  @Test
  void an_explanation_tells_what_each_input_reaches_and_what_a_run_would_do() {
    GoldExplanation explained =
        new GoldExplanation(
            GOLD,
            List.of("tenant", "day"),
            true,
            List.of(
                new GoldExplanation.Input(
                    "silver.items",
                    List.of("tenant", "day"),
                    Optional.empty(),
                    List.of(List.of("inner join on (i.order_id = o.id)", "grouped by o.day"))),
                new GoldExplanation.Input(
                    "silver.rates", List.of(), Optional.of("it is read twice"), List.of())),
            new PlanSummary(
                GOLD,
                true,
                "full rebuild from {}",
                7,
                List.of(),
                List.of("full refresh, since so")));

    ExplainView.tell(List.of(explained), narrator);

    assertThat(told.toString(StandardCharsets.UTF_8))
        .contains(
            "one row for each tenant, day; refresh = incremental",
            "rows go: inner join on (i.order_id = o.id) > grouped by o.day",
            "a change tells by tenant, day which groups it reaches, and others stay as they are",
            "a change may reach any group: it is read twice",
            "a run now: full rebuild from {}",
            "  - full refresh, since so");
    assertThat(ExplainView.json(List.of(explained)).toString())
        .contains(
            "\"reaches\":[\"tenant\",\"day\"],\"reason\":null",
            "\"reaches\":[],\"reason\":\"it is read twice\",\"paths\":[]");
  }

  @Test
  void checks_are_counted() {
    List<CheckResult> checks =
        List.of(
            new CheckResult(BRONZE, "ledger-balances", true, "expected 7, found 7"),
            new CheckResult(SILVER, "equals-rebuild", false, "expected 7, found 6"));

    CheckView.tell(checks, narrator);

    assertThat(told())
        .containsPattern("silver:orders +equals-rebuild +failed +expected 7, found 6")
        .contains("1 of 2 checks failed");
    assertThat(CheckView.json(checks).at("/passed").booleanValue()).isFalse();
    assertThat(CheckView.json(checks.subList(0, 1)).at("/passed").booleanValue()).isTrue();
  }

  @Test
  void a_report_tells_each_unit_and_how_the_run_ended() {
    RunReport report =
        new RunReport(
            new RunKey("nightly"),
            "shop",
            NOON,
            NOON.plusMillis(65_400),
            List.of(
                report(BRONZE, committed()),
                report(SILVER, new Outcome.Failed(failure())),
                report(GOLD, new Outcome.Skipped(SILVER))));

    ReportView.tell(report, narrator);

    assertThat(told())
        .containsPattern("bronze:orders +committed +1.5 s +7 written from 1 topic, 7 offsets")
        .containsPattern("silver:orders +failed +1.5 s +Cannot decode a change")
        .containsPattern("gold:daily_revenue +skipped +1.5 s +because of silver:orders")
        .contains("+ created bronze.orders")
        .contains("run nightly: failed in 1 min 5 s");
  }

  @Test
  void a_rebuild_stands_before_the_units_of_its_run() {
    RunReport report =
        new RunReport(new RunKey("nightly"), "shop", NOON, NOON, List.of())
            .after(List.of(report(SILVER, committed())));

    ReportView.tell(report, narrator);

    assertThat(told()).containsPattern("rebuild of silver:orders +committed +1.5 s +7 written");
    assertThat(RunReportJson.write(report)).contains("\"rebuilds\"");
  }

  @Test
  void the_end_of_a_unit_is_told_as_it_comes_with_all_of_a_failure() {
    ProgressListener listener = new ProgressListener(narrator.progress("shop", 2));

    listener.finished(BRONZE, new Outcome.NothingToDo("no new offsets"), Duration.ofMillis(40));
    listener.finished(SILVER, new Outcome.Failed(failure()), Duration.ofSeconds(2));

    assertThat(told())
        .startsWith("bronze:orders no-op, no new offsets (0.0 s)\nsilver:orders failed (2.0 s)\n")
        .contains("expected: an envelope");
  }

  private static UnitReport report(UnitName unit, Outcome outcome) {
    return new UnitReport(unit, outcome, Duration.ofMillis(1500));
  }

  private static Outcome committed() {
    return new Outcome.Committed(
        42,
        "1 topic, 7 offsets",
        new TreeMap<>(Map.of("written", 7L)),
        List.of(),
        List.of("created bronze.orders"));
  }

  private static Failure failure() {
    return new Failure(
        ErrorKind.CONFIG,
        "Cannot decode a change",
        "silver.orders",
        "an envelope",
        "none",
        "Look.");
  }

  private Narrator narrator() {
    Channel channel = new Channel(stream, new Paint(false), false);
    return new ConsoleNarrator(channel, channel, 100);
  }

  private String told() {
    return told.toString(StandardCharsets.UTF_8);
  }
}
