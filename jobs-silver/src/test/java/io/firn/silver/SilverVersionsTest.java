package io.firn.silver;

import static io.firn.testkit.EventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.config.ColumnSpec;
import io.firn.config.ColumnType;
import io.firn.config.Evolve;
import io.firn.config.Names;
import io.firn.config.SilverRules;
import io.firn.config.SilverTable;
import io.firn.config.VersionRules;
import io.firn.model.FirnException;
import io.firn.model.Outcome;
import io.firn.testkit.EventBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a table with {@code history = versions} holds, case by case; times are seconds. */
class SilverVersionsTest {
  @TempDir private Path folder;

  @Test
  void versionsJoinAlsoWhereTheClockStoodOrWentBack() {
    try (SilverLake lake = lake(VersionRules.ALL)) {
      lake.land(named("c", "a", 10).at(1_000));
      lake.promote();
      lake.land(named("u", "b", 20).at(3_000), named("u", "c", 30).at(3_000));
      Outcome.Committed second = lake.promoted();
      lake.land(event("d").key(1).position(40).at(5_000));
      lake.promote();
      lake.land(named("c", "d", 50).at(4_000));
      Outcome.Committed last = lake.promoted();

      assertThat(seconds(lake)).containsExactly("a 1..3", "b 3..3", "c 3..5", "d 5..");
      assertThat(second.counts()).containsEntry("written", 3L).containsEntry("replaced", 1L);
      assertThat(last.counts()).containsEntry("written", 1L).containsEntry("replaced", 0L);
      assertThat(second.counts()).doesNotContainKey("again");
      assertThat(lake.verifies()).isTrue();

      // What a gold query does with it.
      assertThat(asOf(lake, 0)).isEmpty();
      assertThat(asOf(lake, 1)).containsExactly("a");
      assertThat(asOf(lake, 3)).containsExactly("c");
      assertThat(asOf(lake, 5)).containsExactly("d");
    }
  }

  @Test
  void lateEventsSplitAndDeletesAndTruncatesClose() {
    try (SilverLake lake = lake(VersionRules.ALL)) {
      lake.land(named("c", "a", 10).at(1_000), named("u", "c", 30).at(3_000));
      lake.land(event("c").key(2).with("name", "x").position(35).at(3_500));
      lake.promote();
      lake.land(named("u", "b", 20).at(2_000));
      assertThat(lake.promoted().counts()).containsEntry("again", 1L);
      assertThat(seconds(lake)).containsExactly("a 1..2", "b 2..3", "c 3..", "x 3..");

      lake.land(event("t").position(60).at(6_000));
      assertThat(lake.promoted().counts()).doesNotContainKey("again");
      assertThat(seconds(lake)).containsExactly("a 1..2", "b 2..3", "c 3..6", "x 3..6");

      lake.land(named("u", "d", 50).at(5_000));
      assertThat(lake.promoted().counts()).containsEntry("again", 1L);
      lake.land(event("t").position(40).at(4_000));
      lake.promote();

      assertThat(seconds(lake)).containsExactly("a 1..2", "b 2..3", "c 3..4", "d 5..6", "x 3..4");
      assertThat(lake.verifies()).isTrue();
    }
  }

  @Test
  void aLateChangeThatBronzesProgressDoesNotShowIsFoundByTheTablesRow() {
    try (SilverLake lake = lake(VersionRules.ALL)) {
      lake.hidePositions();
      lake.land(named("c", "a", 10).at(1_000), named("u", "c", 30).at(3_000));
      lake.promote();
      lake.land(named("u", "b", 20).at(2_000), named("u", "d", 40).at(4_000));

      assertThat(lake.promoted().counts()).containsEntry("again", 1L);
      assertThat(seconds(lake)).containsExactly("a 1..2", "b 2..3", "c 3..4", "d 4..");
    }
  }

  @Test
  void onlyATrackedColumnMakesAVersionAndASnapshotOfTheSameNone() {
    try (SilverLake lake = lake(new VersionRules(List.of("name"), List.of()))) {
      lake.land(named("c", "a", 10).with("price", 1).at(1_000));
      lake.promote();
      lake.land(named("u", "a", 20).with("price", 2).at(2_000));
      lake.promote();
      lake.land(named("r", "a", 30).with("price", 2).at(3_000));
      lake.promote();

      assertThat(lake.show("name", "price", "is_current")).containsExactly("a 2 true");
      assertThat(seconds(lake)).containsExactly("a 1..");

      lake.land(named("u", "b", 40).with("price", 3).at(4_000));
      lake.promote();

      assertThat(lake.show("name", "price", "is_current")).containsExactly("a 2 false", "b 3 true");
      assertThat(seconds(lake)).containsExactly("a 1..4", "b 4..");
      assertThat(lake.verifies()).isTrue();
    }
  }

  @Test
  void aValueThatDoesNotFitItsColumnIsStillAValue() {
    VersionRules rules = new VersionRules(List.of("price"), List.of());
    ColumnSpec price =
        new ColumnSpec("price", "price", Optional.of(new ColumnType("int")), Optional.empty());
    try (SilverLake lake = SilverLake.in(folder, table(rules, price))) {
      lake.land(named("c", "a", 10).with("price", "one").with("more", "x").at(1_000));
      lake.land(named("u", "b", 20).with("price", "one").with("more", "y").at(2_000));
      lake.promote();
      lake.land(named("u", "c", 30).with("price", "two").with("more", "y").at(3_000));
      lake.promote();

      assertThat(seconds(lake)).containsExactly("b 1..3", "c 3..");
      assertThat(lake.verifies()).isTrue();
    }
  }

  /** The old row's delete is applied in one run, and the new row needs a value of it in another. */
  @Test
  void aKeyChangeKeepsWhatItLeavesOutAlsoBetweenItsHalves() {
    try (SilverLake lake = lake(VersionRules.ALL)) {
      lake.land(event("c").key(1).with("name", "a").with("big", "B").position(10).at(1_000));
      lake.promote();
      lake.land(event("d").key(1).newKey(2).position(20).at(2_000));
      lake.promote();
      lake.land(
          event("c").key(2).oldKey(1).with("name", "b").unavailable("big").position(20).at(2_000));
      lake.land(event("u").key(2).with("name", "c").unavailable("big").position(30).at(3_000));
      lake.promote();

      assertThat(lake.show("id", "name", "big", "is_current"))
          .containsExactly("1 a B false", "2 b B false", "2 c B true");
      assertThat(seconds(lake)).containsExactly("a 1..2", "b 2..3", "c 3..");
      assertThat(lake.verifies()).isTrue();
    }
  }

  @Test
  void aTableKeepsTheHistoryThatItWasMadeWith() {
    try (SilverLake lake = lake(VersionRules.ALL)) {
      lake.land(named("c", "a", 10));
      lake.promote();
      SilverTable other = table(new VersionRules(List.of("name"), List.of()));
      VersionSchema schema = new VersionSchema(other);

      assertThatThrownBy(() -> schema.requireSameHistory(lake.silver()))
          .isInstanceOf(FirnException.class)
          .hasMessageContaining("silver:orders keeps another history than its table")
          .hasMessageContaining("versions, as the table was made with")
          .hasMessageContaining("versions, track = [name]");
    }
  }

  @Test
  void columnsThatAreNoneAreRefusedByName() {
    try (SilverLake lake = lake(new VersionRules(List.of("nmae"), List.of()))) {
      lake.land(named("c", "a", 10));

      assertThatThrownBy(lake::promote)
          .isInstanceOf(FirnException.class)
          .hasMessageContaining("A tracked column of silver:orders does not exist")
          .hasMessageContaining("'nmae'");
    }
  }

  @Test
  void aSourceFieldWithTheNameOfAVersionsOwnIsRefusedUnlessItIsDeclared() {
    EventBuilder taken = named("c", "a", 10).with("valid_from", "2020").at(1_000);
    try (SilverLake lake = lake(VersionRules.ALL)) {
      lake.land(taken);

      assertThatThrownBy(lake::promote)
          .isInstanceOf(FirnException.class)
          .hasMessageContaining("a source field with the column 'valid_from'")
          .hasMessageContaining("source_valid_from { path = \"valid_from\" }");
    }
    ColumnSpec declared =
        new ColumnSpec("source_valid_from", "valid_from", Optional.empty(), Optional.empty());
    try (SilverLake lake =
        SilverLake.in(folder.resolve("declared"), table(VersionRules.ALL, declared))) {
      lake.land(taken);
      lake.promote();

      assertThat(lake.show("name", "source_valid_from")).containsExactly("a 2020");
      assertThat(seconds(lake)).containsExactly("a 1..");
    }
  }

  private SilverLake lake(VersionRules rules) {
    return SilverLake.in(folder, table(rules));
  }

  private static SilverTable table(VersionRules rules, ColumnSpec... columns) {
    return new SilverTable(
        PureSilver.TABLE.name(),
        PureSilver.TABLE.from(),
        PureSilver.TABLE.key(),
        List.of(columns),
        Evolve.ADD,
        OptionalInt.empty(),
        new SilverRules(rules, Names.SNAKE_CASE));
  }

  private static EventBuilder named(String op, String name, long position) {
    return event(op).key(1).with("name", name).position(position);
  }

  /** {@code name from..to} in seconds of the source's clock. */
  private static List<String> seconds(SilverLake lake) {
    return lake
        .lake()
        .rows(PureSilver.TABLE.unit().tableName())
        .selectExpr(
            "concat(name, ' ', unix_seconds(valid_from), '..',"
                + " coalesce(cast(unix_seconds(valid_to) AS string), '')) AS version",
            "is_current = (valid_to IS NULL) AS sound")
        .where("sound")
        .orderBy("version")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private static List<String> asOf(SilverLake lake, long second) {
    String t = "timestamp_seconds(" + second + ")";
    return lake
        .lake()
        .rows(PureSilver.TABLE.unit().tableName())
        .where(t + " >= valid_from AND (valid_to IS NULL OR " + t + " < valid_to)")
        .selectExpr("name")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }
}
