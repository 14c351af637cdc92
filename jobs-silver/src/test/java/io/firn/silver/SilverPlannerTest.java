package io.firn.silver;

import static io.firn.testkit.EventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.commit.CommitKeys;
import io.firn.commit.Stamp;
import io.firn.commit.TableCommit;
import io.firn.commit.TakenBack;
import io.firn.commit.WrittenFiles;
import io.firn.config.SilverTable;
import io.firn.model.ErrorKind;
import io.firn.model.FirnException;
import io.firn.model.RunKey;
import io.firn.model.SnapshotRange;
import io.firn.table.Tables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which bronze snapshots are read next, and when silver refuses to go on. No plan starts Spark. */
class SilverPlannerTest {
  @TempDir private Path folder;
  private SilverLake lake;

  @BeforeEach
  void openLake() {
    lake = SilverLake.in(folder, PureSilver.TABLE);
  }

  @AfterEach
  void closeLake() {
    lake.close();
  }

  @Test
  void theFirstRunReadsFromTheBeginning() {
    land(1);
    land(2);

    SilverPlan plan = lake.plan();

    assertThat(plan.range())
        .contains(new SnapshotRange(OptionalLong.empty(), bronze().currentSnapshot().snapshotId()));
    assertThat(plan.rows()).isEqualTo(2);
    assertThat(plan.summary().ddl()).containsExactly("create table silver.orders");
  }

  @Test
  void theNextRunReadsWhatWasAppendedSince() {
    land(1);
    long first = bronze().currentSnapshot().snapshotId();
    promoted();
    land(2);
    land(3);

    SilverPlan plan = lake.plan();

    assertThat(plan.range())
        .contains(
            new SnapshotRange(OptionalLong.of(first), bronze().currentSnapshot().snapshotId()));
    assertThat(plan.rows()).isEqualTo(2);
    assertThat(plan.summary().ready()).isTrue();
  }

  @Test
  void withoutNewRowsThereIsNothingToDo() {
    land(1);
    promoted();

    assertThat(lake.plan().summary().ready()).isFalse();
    assertThat(lake.plan().summary().notes()).containsExactly("no new rows in bronze:orders");
  }

  @Test
  void aCompactionHoldsNoNewRows() {
    land(1);
    land(2);
    promoted();
    compact();
    assertThat(lake.plan().summary().ready()).isFalse();

    land(3);

    assertThat(lake.plan().rows()).isEqualTo(1);
  }

  @Test
  void anExpiredStartIsRefused() {
    land(1);
    long first = bronze().currentSnapshot().snapshotId();
    promoted();
    land(2);
    bronze().expireSnapshots().expireSnapshotId(first).commit();

    assertRefused(lake::plan, "snapshot " + first + " in its history");
  }

  @Test
  void anInputRolledBackBeforeTheProgressIsRefused() {
    land(1);
    long first = bronze().currentSnapshot().snapshotId();
    land(2);
    promoted();
    bronze().manageSnapshots().rollbackTo(first).commit();

    assertRefused(lake::plan, "does not reach back to it (expired or rolled back)");
  }

  @Test
  void deletedBronzeRowsAreRefused() {
    land(1);
    promoted();
    bronze().newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();

    assertRefused(lake::plan, "changed other than by appending");
  }

  @Test
  void aTableThatIsBuiltAnewReadsBronzeAsItIsWhateverHappenedToIt() {
    land(1);
    bronze().newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
    land(2);

    SilverPlan plan = lake.plan();

    assertThat(plan.range())
        .contains(new SnapshotRange(OptionalLong.empty(), bronze().currentSnapshot().snapshotId()));
    assertThat(plan.rows()).isEqualTo(1);
  }

  @Test
  void afterAReplayBronzeIsReadWhole() {
    land(1);
    promoted();
    DataFile landed = bronze().newScan().planFiles().iterator().next().file();
    String copy = landed.location().replace(".parquet", "-replayed.parquet");
    bronze()
        .newAppend()
        .appendFile(DataFiles.builder(bronze().spec()).copy(landed).withPath(copy).build())
        .set(CommitKeys.REPLAY, "[]")
        .commit();

    assertThat(lake.plan().range())
        .contains(new SnapshotRange(OptionalLong.empty(), bronze().currentSnapshot().snapshotId()));
    assertThat(lake.plan().summary().ready()).isTrue();
  }

  @Test
  void aTenantTakenBackIsPassedWhenTheKeySaysWhoseARowIs() {
    land(1);
    long first = bronze().currentSnapshot().snapshotId();
    promoted();
    takeBack("acme");
    SilverTable withoutTenant =
        new SilverTable(
            PureSilver.TABLE.name(),
            PureSilver.TABLE.from(),
            List.of("id"),
            PureSilver.TABLE.columns(),
            PureSilver.TABLE.evolve(),
            PureSilver.TABLE.buckets());

    SilverPlan plan = lake.plan();

    assertThat(plan.takenBack()).containsExactly("acme");
    assertThat(plan.range().orElseThrow().from()).hasValue(first);
    assertThat(plan.summary().ready()).as("although no row was appended").isTrue();
    assertThat(plan.summary().notes())
        .containsExactly("tenant acme was taken back: its rows are made anew");
    assertRefused(
        () -> new SilverPlanner(withoutTenant).plan(Optional.of(bronze()), silver()),
        "a key with tenant in it");
  }

  private void takeBack(String tenant) {
    bronze()
        .newDelete()
        .deleteFromRowFilter(Expressions.alwaysTrue())
        .set(
            CommitKeys.TAKEN_BACK,
            TakenBack.of(tenant, "run before", Optional.empty(), "me").text())
        .commit();
  }

  private Optional<Table> silver() {
    return Tables.load(lake.lake().catalog(), PureSilver.TABLE.unit().tableName());
  }

  @Test
  void anotherTableUnderTheNameIsRefused() {
    land(1);
    promoted();
    lake.lake().catalog().dropTable(Tables.identifier(PureSilver.TABLE.from().tableName()));
    land(1);

    assertRefused(lake::plan, "found table id " + bronze().uuid());
  }

  @Test
  void anInputThatIsGoneIsRefused() {
    land(1);
    promoted();
    lake.lake().catalog().dropTable(Tables.identifier(PureSilver.TABLE.from().tableName()));

    assertRefused(lake::plan, "found no snapshot");
  }

  private void land(int id) {
    lake.land(event("c").key(id).position(id));
  }

  private Table bronze() {
    Table bronze = lake.bronze();
    bronze.refresh();
    return bronze;
  }

  /** Silver holds all of bronze; its rows do not matter here. */
  private void promoted() {
    Schema id = new Schema(Types.NestedField.optional(1, "id", Types.IntegerType.get()));
    Table silver =
        lake.lake().create(PureSilver.TABLE.unit().tableName(), id, PartitionSpec.unpartitioned());
    Stamp stamp =
        new Stamp(
            PureSilver.TABLE.unit(),
            new RunKey("before"),
            Optional.empty(),
            lake.plan().next().orElseThrow().text());
    new TableCommit(silver, stamp).append(WrittenFiles.ofData(List.of()));
  }

  /** The same rows in as many files, under other names. */
  private void compact() {
    Table bronze = bronze();
    List<DataFile> files = new ArrayList<>();
    bronze.newScan().planFiles().forEach(task -> files.add(task.file()));
    Set<DataFile> rewritten = new HashSet<>();
    for (DataFile file : files) {
      String copy = file.location().replace(".parquet", "-copy.parquet");
      rewritten.add(DataFiles.builder(bronze.spec()).copy(file).withPath(copy).build());
    }
    RewriteFiles compaction = bronze.newRewrite();
    files.forEach(compaction::deleteFile);
    rewritten.forEach(compaction::addFile);
    compaction.commit();
  }

  private static void assertRefused(ThrowingCallable plan, String message) {
    assertThatThrownBy(plan)
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            FirnException.class,
            refused -> assertThat(refused.failure().kind()).isEqualTo(ErrorKind.HISTORY));
  }
}
