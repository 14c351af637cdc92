package io.firn.silver;

import static io.firn.silver.TransformPlanTest.sql;
import static io.firn.silver.TransformPlanTest.with;
import static io.firn.testkit.EventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.commit.CommitKeys;
import io.firn.commit.Progress;
import io.firn.commit.TableRebuild;
import io.firn.config.ColumnSpec;
import io.firn.config.ColumnType;
import io.firn.config.Pipeline;
import io.firn.config.SilverTable;
import io.firn.model.ErrorKind;
import io.firn.model.FirnException;
import io.firn.model.Outcome;
import io.firn.run.JobContext;
import io.firn.testkit.EventBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table is made anew beside its readers and takes its place at once, or not at all. */
class SilverRebuildTest {
  private static final SilverTable BEFORE = PureSilver.TABLE;

  /** With a column that is declared later, and a transform. */
  private static final SilverTable AFTER = declaring(with(sql("select * from input where id > 1")));

  @TempDir private Path folder;
  private SilverLake lake;

  private static SilverTable declaring(SilverTable table) {
    ColumnSpec cents =
        new ColumnSpec(
            "cents", "amount", Optional.of(new ColumnType("decimal(12,2)")), Optional.empty());
    return new SilverTable(
        table.name(),
        table.from(),
        table.key(),
        List.of(cents),
        table.evolve(),
        table.buckets(),
        table.rules());
  }

  private static EventBuilder order(String op, int id, long at, String status) {
    return event(op)
        .tenant("acme")
        .key(id)
        .with("status", status)
        .with("note", "n" + id)
        .position(at);
  }

  @BeforeEach
  void fillSilver() {
    lake = SilverLake.in(folder, BEFORE);
    lake.land(order("c", 1, 1, "a").with("amount", 1), order("c", 2, 2, "b").with("amount", 2));
    lake.promote();
    lake.land(order("u", 2, 3, "c").with("amount", 3), order("c", 3, 4, "d").with("amount", 4));
    lake.promote();
  }

  @AfterEach
  void closeLake() {
    lake.close();
  }

  /** Of a run of the same pipeline, with the table as it is declared now. */
  private JobContext context(String runKey, SilverTable table) {
    JobContext base = lake.lake().context(runKey);
    Pipeline of = base.pipeline();
    Pipeline changed =
        new Pipeline(
            of.name(),
            of.catalog(),
            of.kafka(),
            of.spark(),
            of.reports(),
            of.bronze(),
            List.of(table),
            of.gold());
    return new JobContext(
        changed, base.catalog(), base.spark(), base.runKey(), List.of(), base.startedAt());
  }

  private Outcome promote(String runKey) {
    JobContext context = context(runKey, AFTER);
    SilverJob job = new SilverJob();
    return job.run(job.plan(AFTER.unit(), context), context);
  }

  private boolean verifies() {
    return new SilverJob()
        .verify(AFTER.unit(), context("verify", AFTER)).stream().allMatch(check -> check.passed());
  }

  @Test
  void theTableIsMadeAnewUpToWhereItWasAndTheNextRunGoesOn() {
    Table before = lake.silver();
    Rebuild rebuild = new Rebuild(context("one", AFTER));
    RebuildPlan plan = rebuild.plan(AFTER.unit());
    assertThat(plan.ready()).isTrue();
    assertThat(plan.changes()).isEqualTo(4);
    assertThat(plan.rows()).isEqualTo(3);

    Outcome.Committed done = (Outcome.Committed) rebuild.carryOut(plan);

    assertThat(lake.show("id", "status", "cents")).containsExactly("2 c 3.00", "3 d 4.00");
    assertThat(done.counts())
        .containsEntry("rows", 2L)
        .containsEntry("only-rebuilt", 2L)
        .containsEntry("only-before", 3L);
    Table after = lake.silver();
    assertThat(after.currentSnapshot().parentId()).isEqualTo(before.currentSnapshot().snapshotId());
    assertThat(after.currentSnapshot().summary())
        .containsKey(CommitKeys.MADE_ANEW)
        .containsEntry("total-records", "2")
        .containsEntry("total-position-deletes", "0");
    assertThat(after.refs()).doesNotContainKey(TableRebuild.BRANCH);
    assertThat(reached(after).snapshot()).isEqualTo(reached(before).snapshot());
    assertThat(verifies()).isTrue();

    lake.land(order("u", 3, 5, "e").with("amount", 5), order("c", 1, 6, "f").with("amount", 6));
    promote("two");
    assertThat(lake.show("id", "status", "cents")).containsExactly("2 c 3.00", "3 e 5.00");
    assertThat(verifies()).isTrue();
  }

  private static SilverProgress reached(Table table) {
    return SilverProgress.parse(Progress.read(table).orElseThrow().text());
  }

  @Test
  void underTheSameRunKeyItIsDoneOnce() {
    Rebuild rebuild = new Rebuild(context("one", BEFORE));
    Outcome.Committed done = (Outcome.Committed) rebuild.carryOut(rebuild.plan(BEFORE.unit()));

    assertThat(done.counts()).containsEntry("only-rebuilt", 0L).containsEntry("only-before", 0L);
    assertThat(rebuild.plan(BEFORE.unit()).ready()).isFalse();
    assertThat(rebuild.plan(BEFORE.unit()).notes().get(0)).contains("under this run key before");
    assertThat(Progress.committedBy(lake.silver(), "one")).isFalse();
  }

  @Test
  void killedBeforeTheSwapReadersSeeTheOldRowsAndTheSameCommandEndsIt() {
    Rebuild killed = new Rebuild(context("one", AFTER));
    killed.stage(killed.plan(AFTER.unit()));
    assertThat(lake.silver().refs()).containsKey(TableRebuild.BRANCH);
    assertThat(lake.show("id", "status")).containsExactly("1 a", "2 c", "3 d");

    Rebuild again = new Rebuild(context("one", AFTER));
    again.carryOut(again.plan(AFTER.unit()));

    assertThat(lake.show("id", "status", "cents")).containsExactly("2 c 3.00", "3 d 4.00");
    assertThat(lake.silver().refs()).doesNotContainKey(TableRebuild.BRANCH);
  }

  @Test
  void aRunThatCommitsMeanwhileWinsAndTakesWhatWasLeftAway() {
    Rebuild slow = new Rebuild(context("one", BEFORE));
    Rebuild.Staged staged = slow.stage(slow.plan(BEFORE.unit()));
    lake.land(order("c", 4, 5, "e").with("amount", 5));
    lake.promote();

    assertThatThrownBy(() -> staged.rebuild().swap(staged.snapshot()))
        .isInstanceOfSatisfying(
            FirnException.class,
            refused -> assertThat(refused.failure().kind()).isEqualTo(ErrorKind.FENCED));
    assertThat(lake.show("id", "status")).containsExactly("1 a", "2 c", "3 d", "4 e");
    assertThat(lake.silver().refs()).doesNotContainKey(TableRebuild.BRANCH);
    assertThat(lake.verifies()).isTrue();
  }

  @Test
  void aTableThatHoldsNothingIsLeftToTheRun() {
    SilverTable other =
        new SilverTable(
            "others",
            BEFORE.from(),
            BEFORE.key(),
            BEFORE.columns(),
            BEFORE.evolve(),
            BEFORE.buckets());
    RebuildPlan plan = new Rebuild(context("one", other)).plan(other.unit());

    assertThat(plan.ready()).isFalse();
    assertThat(plan.notes()).containsExactly("silver:others holds nothing yet: the run makes it");
  }
}
