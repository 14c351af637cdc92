package io.firn.run.rewind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.commit.CommitKeys;
import io.firn.config.Evolve;
import io.firn.config.GoldTable;
import io.firn.config.SilverTable;
import io.firn.model.ErrorKind;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.model.UnitName;
import io.firn.run.rewind.RunCutsTest.Written;
import io.firn.testkit.TestLake;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A named cut stays; one that cannot be named whole is not named at all. */
class CutTagsTest {
  private static final UnitName BRONZE = UnitName.parse("bronze:orders");
  private static final UnitName SILVER = UnitName.parse("silver:orders");
  private static final UnitName GOLD = UnitName.parse("gold:totals");
  private static final Schema COLUMNS =
      new Schema(Types.NestedField.optional(1, "id", Types.IntegerType.get()));

  @TempDir Path folder;
  private TestLake lake;

  @BeforeEach
  void twoRuns() {
    lake =
        TestLake.in(
            folder,
            List.of(
                new SilverTable(
                    "orders", BRONZE, List.of("id"), List.of(), Evolve.ADD, OptionalInt.empty())),
            List.of(new GoldTable("totals", List.of(SILVER), List.of("id"), "t.sql", "select 1")));
    run("monday");
    run("tuesday");
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void aNamedCutOutlivesItsSnapshotsExpiry() {
    long gold = head(GOLD, 1);
    assertThat(tag("month-end", "monday")).isEqualTo(3);

    run("wednesday");
    for (UnitName unit : List.of(BRONZE, SILVER, GOLD)) {
      // A table's own limit on the age of names does not hold for it.
      table(unit).updateProperties().set("history.expire.max-ref-age-ms", "1").commit();
      table(unit).expireSnapshots().expireOlderThan(Long.MAX_VALUE).retainLast(1).commit();
    }

    assertThat(tags().show("month-end"))
        .containsOnlyKeys(BRONZE, SILVER, GOLD)
        .hasEntrySatisfying(
            GOLD,
            point -> {
              assertThat(point.snapshot()).isEqualTo(gold);
              assertThat(point.runKey()).contains("monday");
            });
    assertThat(table(GOLD).snapshots()).hasSize(2);
  }

  @Test
  void theSameAgainDoesNothingAndABrokenOffOneIsFinished() {
    tag("month-end", "monday");
    assertThat(tag("month-end", "monday")).isZero();

    table(SILVER).manageSnapshots().removeTag("month-end").commit();

    assertThat(tag("month-end", "monday")).isEqualTo(1);
    assertThat(tags().names().get("month-end")).containsExactly(BRONZE, SILVER, GOLD);
  }

  @Test
  void aNameThatStandsElsewhereIsRefusedAndNoTableIsTagged() {
    table(GOLD).manageSnapshots().createTag("month-end", head(GOLD, 0)).commit();
    table(SILVER).manageSnapshots().createBranch("work", head(SILVER, 0)).commit();

    assertThatThrownBy(() -> tag("month-end", "monday"))
        .isInstanceOfSatisfying(
            FirnException.class,
            told -> assertThat(told.failure().kind()).isEqualTo(ErrorKind.CONFIG))
        .hasMessageContaining("'month-end' stands for something else in gold:totals");
    assertThatThrownBy(() -> tag("work", "monday")).hasMessageContaining("a branch of snapshot");
    assertThat(tags().names()).containsOnlyKeys("month-end");
    assertThat(tags().names().get("month-end")).containsExactly(GOLD);
  }

  @Test
  void aSnapshotThatIsGoneIsToldAndNoTableIsTagged() {
    RunCut monday = tags().cuts().of(Optional.of("monday"));
    table(SILVER).expireSnapshots().expireSnapshotId(head(SILVER, 1)).commit();

    assertThatThrownBy(() -> tags().tag("month-end", monday))
        .isInstanceOfSatisfying(
            FirnException.class,
            told -> assertThat(told.failure().kind()).isEqualTo(ErrorKind.HISTORY))
        .hasMessageContaining("should keep is gone")
        .hasMessageContaining("silver.orders");
    assertThatThrownBy(() -> tag("month-end", "monday"))
        .hasMessageContaining("no longer in silver:orders");
    assertThat(tags().names()).isEmpty();
  }

  @Test
  void aNameThatIsNoneIsRefused() {
    assertThatThrownBy(() -> tag("main", "monday"))
        .hasMessageContaining("'main' cannot name a cut");
    assertThatThrownBy(() -> tag("a b", "monday")).hasMessageContaining("'a b' cannot name a cut");
    tag("month-end", "monday");
    assertThatThrownBy(() -> tags().show("month-ent"))
        .hasMessageContaining("No cut is called 'month-ent'; did you mean 'month-end'?");
  }

  private int tag(String name, String run) {
    return tags().tag(name, tags().cuts().of(Optional.of(run)));
  }

  private CutTags tags() {
    return new CutTags(
        lake.pipeline(),
        lake.catalog(),
        List.of(new Written(Layer.SILVER), new Written(Layer.GOLD)));
  }

  /** A commit in each table, made of the one before it. */
  private void run(String key) {
    commit(BRONZE, key, "0-10");
    commit(SILVER, key, "bronze.orders=" + head(BRONZE, 0));
    commit(GOLD, key, "silver.orders=" + head(SILVER, 0));
  }

  private void commit(UnitName unit, String run, String progress) {
    lake.create(unit.tableName(), COLUMNS, PartitionSpec.unpartitioned())
        .newAppend()
        .set(CommitKeys.PROGRESS, progress)
        .set(CommitKeys.RUN_KEY, run)
        .commit();
  }

  private Table table(UnitName unit) {
    return lake.table(unit.tableName());
  }

  /** The snapshot that is so many commits old. */
  private long head(UnitName unit, int before) {
    Table table = table(unit);
    long snapshot = table.currentSnapshot().snapshotId();
    for (int i = 0; i < before; i++) {
      snapshot = table.snapshot(snapshot).parentId();
    }
    return snapshot;
  }
}
