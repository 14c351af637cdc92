package io.firn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.model.RunKey;
import io.firn.model.TableName;
import io.firn.run.CheckResult;
import io.firn.run.RunReport;
import io.firn.run.RunReportJson;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.junit.Parts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One tenant goes back and forward again; the other's rows never move. */
@ExtendWith(Parts.class)
class RewindTenantIT {
  private final KafkaBroker kafka;

  @TempDir private Path folder;

  RewindTenantIT(KafkaBroker kafka) {
    this.kafka = kafka;
  }

  @Test
  void oneTenantGoesBackAndForwardAgainAndTheOthersRowsStay() {
    try (EventTopic acme = new EventTopic(kafka, "acme.back.orders", 1);
        EventTopic beta = new EventTopic(kafka, "beta.back.orders", 2)) {
      // Given
      Lakehouse lake = TenantTables.lake(kafka, "back", folder.resolve("lake"));
      Lakehouse control = TenantTables.lake(kafka, "back", folder.resolve("control"));
      Map<String, Map<TableName, List<String>>> acmeAt = new HashMap<>();
      Map<String, Map<TableName, List<String>>> betaAt = new HashMap<>();
      Map<String, Instant> ends = new HashMap<>();
      for (String key : List.of("monday", "tuesday", "wednesday")) {
        day(acme, key, acmeAt.size());
        day(beta, key, acmeAt.size());
        succeed(lake.run(new RunKey(key)));
        acmeAt.put(key, LakeState.of(lake, "acme"));
        betaAt.put(key, LakeState.of(lake, "beta"));
        ends.put(key, Instant.now());
      }
      succeed(control.run());

      // When
      FirnLine back = rewind(lake, "acme", "--to-run", "monday", "--yes");

      // Then
      assertThat(back.exitCode()).as(back.said()).isZero();
      assertThat(back.said()).contains("tenant acme is at run monday", "made anew");
      assertThat(LakeState.of(lake, "acme")).as(back.said()).isEqualTo(acmeAt.get("monday"));
      assertThat(LakeState.of(lake, "beta")).isEqualTo(betaAt.get("wednesday"));
      assertThat(lake.verify()).isNotEmpty().allMatch(CheckResult::passed);
      FirnLine again = rewind(lake, "acme", "--to-run", "monday");
      assertThat(again.said()).as("asks nothing").contains("nothing to take back");
      assertThat(again.exitCode()).isZero();

      // When the other goes back by time
      FirnLine byTime = rewind(lake, "beta", "--to-time", ends.get("tuesday").toString(), "-y");

      // Then
      assertThat(byTime.exitCode()).as(byTime.said()).isZero();
      assertThat(LakeState.of(lake, "beta")).isEqualTo(betaAt.get("tuesday"));
      assertThat(LakeState.of(lake, "acme")).isEqualTo(acmeAt.get("monday"));

      // When
      succeed(lake.run());

      // Then
      LakeState.assertSame(lake, control);

      // When, then: between the way back and its end no account tells what stands
      FirnLine between = rewind(lake, "acme", "--to-run", "tuesday", "--yes");
      assertThat(between.exitCode()).as(between.said()).isEqualTo(60);
      assertThat(between.said()).contains("landed by one run");
      FirnLine allBetween = FirnLine.of(lake, "rewind", "--to-run", "tuesday", "--yes");
      assertThat(allBetween.exitCode()).as(allBetween.said()).isEqualTo(60);
      assertThat(allBetween.said()).contains("tenant acme was taken back over it", "--to-time");

      // When all go back together over both
      FirnLine all = FirnLine.of(lake, "rewind", "--to-run", "monday", "--yes");

      // Then
      assertThat(all.exitCode()).as(all.said()).isZero();
      assertThat(LakeState.of(lake, "acme")).isEqualTo(acmeAt.get("monday"));
      assertThat(LakeState.of(lake, "beta")).isEqualTo(betaAt.get("monday"));
      succeed(lake.run());
      LakeState.assertSame(lake, control);
      assertThat(lake.verify()).isNotEmpty().allMatch(CheckResult::passed);
    }
  }

  /** Rows come and change and go, one changes its key, and a record is refused. */
  private static void day(EventTopic orders, String name, int day) {
    for (int id = 0; id < 4; id++) {
      orders.put(id + day, name, id);
    }
    if (day == 0) {
      orders.put(100, "this row changes its key each day", 0);
    }
    orders.rename(100 + day, 101 + day, day);
    orders.delete(day);
    orders.raw(null, EventTopic.bytes("no event"));
    orders.flush();
  }

  @Test
  void aTenantThatBeganLaterIsGoneAndSilverMayBeBehind() {
    try (EventTopic acme = new EventTopic(kafka, "acme.late.orders", 2);
        EventTopic beta = new EventTopic(kafka, "beta.late.orders", 1)) {
      // Given
      Lakehouse lake = TenantTables.lake(kafka, "late", folder.resolve("late"));
      beta.put(1, "one", 1);
      beta.flush();
      succeed(lake.run(new RunKey("one")));
      acme.put(1, "one", 2);
      acme.put(2, "two", 3);
      acme.flush();
      succeed(lake.run(new RunKey("two")));
      acme.put(2, "not in silver yet", 4);
      acme.flush();
      beta.put(1, "not in silver yet", 5);
      beta.flush();
      succeed(lake.run("bronze"));

      // When, then: what is asked for is looked at first
      FirnLine unknown = rewind(lake, "acne", "--to-run", "one", "--yes");
      assertThat(unknown.exitCode()).as(unknown.said()).isEqualTo(20);
      assertThat(unknown.said()).contains("did you mean 'acme'");
      FirnLine dry = rewind(lake, "acme", "--to-run", "one", "--dry-run", "--output", "json");
      assertThat(dry.json().at("/rewound").booleanValue()).isFalse();
      assertThat(dry.json().at("/offsets").longValue()).isEqualTo(3);
      assertThat(dry.json().at("/units/0/rows").longValue()).isEqualTo(3);
      FirnLine unasked = rewind(lake, "acme", "--to-run", "one");
      assertThat(unasked.exitCode()).isEqualTo(20);
      assertThat(unasked.said()).contains("not confirmed", "OFFSETS AGAIN");

      // When
      FirnLine back = FirnLine.answered("y", lake, "rewind", "--tenant", "acme", "--to-run", "one");

      // Then
      assertThat(back.exitCode()).as(back.said()).isZero();
      LakeState.of(lake, "acme")
          .forEach((table, rows) -> assertThat(rows).as("%s", table).isEmpty());
      assertThat(lake.rows("silver:orders").column("name")).containsExactly("not in silver yet");
      assertThat(lake.verify()).isNotEmpty().allMatch(CheckResult::passed);
      succeed(lake.run());
      assertThat(lake.rows("silver:orders").column("name"))
          .containsExactlyInAnyOrder("one", "not in silver yet", "not in silver yet");
      assertThat(lake.verify()).isNotEmpty().allMatch(CheckResult::passed);
    }
  }

  private static FirnLine rewind(Lakehouse lake, String tenant, String... words) {
    String[] line = new String[words.length + 2];
    line[0] = "--tenant";
    line[1] = tenant;
    System.arraycopy(words, 0, line, 2, words.length);
    return FirnLine.of(lake, "rewind", line);
  }

  private static void succeed(RunReport report) {
    assertThat(report.exitCode()).as(RunReportJson.write(report)).isZero();
  }
}
