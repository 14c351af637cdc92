package io.firn.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.cli.console.ConsoleNarrator;
import io.firn.cli.console.ConsoleNarrator.Channel;
import io.firn.cli.console.Paint;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.Outcome;
import io.firn.model.RunKey;
import io.firn.model.UnitName;
import io.firn.run.RunReport;
import io.firn.run.UnitReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RunViewTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  @Test
  void ranges_are_told_with_short_snapshot_ids_and_counts_without_zeros() {
    String told =
        tell(
            new Outcome.Committed(
                7,
                "bronze:orders snapshots (6864640673054840833, 6882594590000156938]",
                new TreeMap<>(Map.of("written", 137L, "late", 0L)),
                List.of(),
                List.of()));

    assertThat(told)
        .contains("bronze:orders snapshots (…0833, …6938]")
        .contains("137 written")
        .doesNotContain("late")
        .contains("run demo-2: committed in 1.5 s");
  }

  @Test
  void new_columns_are_told_and_new_tables_are_not() {
    String told =
        tell(
            new Outcome.Committed(
                7,
                "(1, 7]",
                new TreeMap<>(),
                List.of(),
                List.of("create table silver.orders", "add column loyalty_tier string")));

    assertThat(told)
        .contains("+ silver:orders: add column loyalty_tier string")
        .doesNotContain("create table");
  }

  @Test
  void a_unit_that_did_nothing_or_failed_says_why() {
    assertThat(tell(new Outcome.NothingToDo("no new records"))).contains("no-op", "no new records");
    Failure gone = new Failure(ErrorKind.HISTORY, "Records are gone", "a", "b", "c", "d");
    assertThat(tell(new Outcome.Failed(gone))).contains("failed", "Records are gone");
  }

  private static String tell(Outcome outcome) {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    Channel channel =
        new Channel(new PrintStream(told, true, StandardCharsets.UTF_8), new Paint(false), false);
    UnitReport unit =
        new UnitReport(UnitName.parse("silver:orders"), outcome, Duration.ofSeconds(1));
    new RunView(new ConsoleNarrator(channel, channel, 100))
        .tell(
            new RunReport(
                new RunKey("demo-2"), "retail", NOON, NOON.plusMillis(1500), List.of(unit)));
    return told.toString(StandardCharsets.UTF_8);
  }
}
