package io.firn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.commit.RewindNote;
import io.firn.config.Pipeline;
import io.firn.model.RunKey;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.run.CheckResult;
import io.firn.run.RunReport;
import io.firn.run.RunReportJson;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.junit.Parts;
import io.firn.table.Tables;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Back to an earlier run and forward again: the tables are, row by row, those of a warehouse that
 * was left alone.
 */
@ExtendWith(Parts.class)
class RewindIT {
  private static final String GOLD =
      "gold.totals { from = [silver.orders, silver.items], grain = [name], sql = \"totals.sql\" }";
  private static final Map<String, String> SQL =
      Map.of(
          "totals.sql",
          """
          SELECT o.name, count(*) AS orders, sum(o.amount) AS amount, sum(i.amount) AS matching
          FROM silver.orders o LEFT JOIN silver.items i ON i.id = o.id GROUP BY o.name
          """);

  private final KafkaBroker kafka;

  @TempDir private Path folder;

  RewindIT(KafkaBroker kafka) {
    this.kafka = kafka;
  }

  @Test
  void backToAnEarlierRunAndForwardAgainGivesTheTablesOfAWarehouseLeftAlone() {
    try (Days source = new Days(kafka, "rewind")) {
      // Given
      Lakehouse lake = lake("rewind", "rewound");
      Lakehouse control = lake("rewind", "control");
      Map<String, Map<TableName, List<String>>> states = new HashMap<>();
      for (String key : List.of("monday", "tuesday", "wednesday")) {
        source.day();
        succeed(lake.run(new RunKey(key)));
        states.put(key, LakeState.of(lake));
      }
      succeed(control.run());

      for (String key : List.of("tuesday", "monday")) {
        // When
        FirnLine rewind = FirnLine.of(lake, "rewind", "--to-run", key, "--yes");

        // Then
        assertThat(rewind.exitCode()).as(rewind.said()).isZero();
        assertThat(LakeState.of(lake)).as(rewind.said()).isEqualTo(states.get(key));
        assertThat(FirnLine.of(lake, "rewind", "--to-run", key).said())
            .as("the same once more is a no-op that asks nothing")
            .contains("nothing to take back");
      }

      // When
      succeed(lake.run());

      // Then
      LakeState.assertSame(lake, control);

      // When all goes back, and more has come since
      FirnLine toNothing = FirnLine.of(lake, "rewind", "--to-time", "2000-01-01T00:00:00Z", "-y");

      // Then
      assertThat(toNothing.exitCode()).as(toNothing.said()).isZero();
      LakeState.of(lake).forEach((table, rows) -> assertThat(rows).as("%s", table).isEmpty());

      // When
      source.day();
      RunReport again = lake.run(new RunKey("monday"));
      succeed(again);
      succeed(control.run());

      // Then
      assertThat(again.status()).as("an old key is not taken for done").isEqualTo("committed");
      LakeState.assertSame(lake, control);
      assertThat(TableRows.of(lake.pipeline(), Pipeline.quarantine()).size())
          .as("refused records stand once")
          .isEqualTo(source.refused());
      assertThat(lake.verify()).isNotEmpty().allMatch(CheckResult::passed);
      assertThat(lake.run().status()).isEqualTo("no-op");
    }
  }

  @Test
  void aRewindShowsWhatGoesBackAsksAndLeavesItsMark() {
    try (EventTopic orders = new EventTopic(kafka, "asked.orders", 1);
        EventTopic items = new EventTopic(kafka, "asked.items", 1)) {
      // Given
      Lakehouse lake = lake("asked", "asked");
      for (String key : List.of("one", "two")) {
        orders.put(1, key, 1);
        orders.put(2, key, 2);
        items.put(1, key, 3);
        orders.flush();
        items.flush();
        succeed(lake.run(new RunKey(key)));
      }
      Map<TableName, List<String>> before = LakeState.of(lake);

      // When, then: nothing is done without a yes
      FirnLine unasked = FirnLine.of(lake, "rewind", "--to-run", "one");
      assertThat(unasked.exitCode()).isEqualTo(20);
      assertThat(unasked.said()).contains("not confirmed").contains("OFFSETS AGAIN");
      assertThat(FirnLine.answered("no", lake, "rewind", "--last", "1").exitCode()).isEqualTo(20);
      FirnLine dry =
          FirnLine.of(lake, "rewind", "--to-run", "one", "--dry-run", "--output", "json");
      assertThat(dry.exitCode()).as(dry.said()).isZero();
      assertThat(dry.json().at("/rewound").booleanValue()).isFalse();
      assertThat(dry.json().at("/offsets").longValue()).isEqualTo(3);
      assertThat(dry.json().at("/units/1/unit").textValue()).isEqualTo("bronze:orders");
      assertThat(dry.json().at("/units/1/now/rows").longValue()).isEqualTo(4);
      assertThat(dry.json().at("/units/1/then/rows").longValue()).isEqualTo(2);
      FirnLine unknown = FirnLine.of(lake, "rewind", "--to-run", "on", "--yes");
      assertThat(unknown.exitCode()).isEqualTo(20);
      assertThat(unknown.said()).contains("did you mean 'one'", "two, one");
      assertThat(LakeState.of(lake)).isEqualTo(before);

      // When
      FirnLine yes = FirnLine.answered("y", lake, "rewind", "--last", "1");

      // Then
      assertThat(yes.exitCode()).as(yes.said()).isZero();
      assertThat(yes.said()).contains("Rewind to run one? [y/N]", "rewound to run one");
      assertThat(lake.rows("silver:orders").column("name")).containsOnly("one");
      assertThat(note(lake, "gold:totals")).contains("\"target\":\"run one\"", "\"by\":\"");
    }
  }

  @Test
  void whatKafkaNoLongerHoldsIsNotTakenBackUnlessToldTo() {
    try (EventTopic orders = new EventTopic(kafka, "gone.orders", 1);
        EventTopic items = new EventTopic(kafka, "gone.items", 1)) {
      // Given
      Lakehouse lake = lake("gone", "gone");
      for (String key : List.of("one", "two")) {
        orders.put(1, key, 1);
        items.put(1, key, 3);
        orders.flush();
        items.flush();
        succeed(lake.run(new RunKey(key)));
      }
      orders.forgetBefore(2);
      Map<TableName, List<String>> before = LakeState.of(lake);

      // When
      FirnLine refused = FirnLine.of(lake, "rewind", "--to-run", "one", "--yes");

      // Then
      assertThat(refused.exitCode()).as(refused.said()).isEqualTo(60);
      assertThat(refused.said())
          .contains("gone.orders-0 offsets 1 to 2", "the first kept offset is 2");
      assertThat(LakeState.of(lake)).isEqualTo(before);

      // When
      FirnLine forced =
          FirnLine.of(lake, "rewind", "--to-run", "one", "--yes", "--beyond-retention");

      // Then
      assertThat(forced.exitCode()).as(forced.said()).isZero();
      assertThat(lake.rows("bronze:orders").size()).isEqualTo(1);
      assertThat(lake.run().exitCode()).as("the loss is not passed over").isEqualTo(60);
    }
  }

  private static void succeed(RunReport report) {
    assertThat(report.exitCode()).as(RunReportJson.write(report)).isZero();
  }

  private static String note(Lakehouse lake, String unit) {
    return Tables.load(Tables.open(lake.pipeline().catalog()), UnitName.parse(unit).tableName())
        .orElseThrow()
        .properties()
        .get(RewindNote.PROPERTY);
  }

  private Lakehouse lake(String prefix, String name) {
    return Lakehouse.in(
        folder.resolve(name),
        kafka.bootstrapServers(),
        ItemTables.of(prefix, "orders", "items") + GOLD,
        SQL);
  }
}
