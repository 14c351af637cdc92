package io.firn.silver;

import static io.firn.testkit.EventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.firn.commit.Progress;
import io.firn.commit.StagedCommit;
import io.firn.config.Deletes;
import io.firn.config.Expectation;
import io.firn.config.Expectations;
import io.firn.config.Otherwise;
import io.firn.config.Pipeline;
import io.firn.config.QuarantineSettings;
import io.firn.config.SilverRules;
import io.firn.config.SilverTable;
import io.firn.model.ErrorKind;
import io.firn.model.FirnException;
import io.firn.model.Outcome;
import io.firn.model.Verdict;
import io.firn.run.JobContext;
import io.firn.testkit.EventBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Silver is as it is expected to be, or as it was; cheap, since a run asks what it writes. */
class SilverExpectTest {
  private static final Expectation POSITIVE =
      new Expectation("positive", new Expectation.Check("amount > 0"), Otherwise.FAIL);
  private static final Expectation FEW =
      new Expectation(
          "few", new Expectation.Rows(OptionalLong.empty(), OptionalLong.of(3)), Otherwise.WARN);
  private static final Expectation ONE_EACH =
      new Expectation("one_each", new Expectation.Unique(List.of("name")), Otherwise.WARN);

  @TempDir private Path folder;
  private SilverLake lake;

  /** Images of the rows before and after are kept. */
  private static SilverTable table(Expectation... expected) {
    SilverTable table = PureSilver.TABLE;
    return new SilverTable(
        table.name(),
        table.from(),
        table.key(),
        table.columns(),
        table.evolve(),
        table.buckets(),
        new SilverRules(Deletes.REMOVE, true, QuarantineSettings.USUAL)
            .expecting(new Expectations(List.of(expected))));
  }

  @BeforeEach
  void fillSilver() {
    lake = SilverLake.in(folder, table(POSITIVE, FEW, ONE_EACH));
    lake.land(order("c", 1, 10, "a", 1), order("c", 2, 20, "b", 2));
    lake.promote();
  }

  @AfterEach
  void closeLake() {
    lake.close();
  }

  private static EventBuilder order(String op, int id, long at, String name, int amount) {
    return event(op).tenant("acme").key(id).with("name", name).with("amount", amount).position(at);
  }

  @Test
  void aFailedExpectationLeavesSilverAsItWasUntilTheRowIsPutRight() {
    String progress = progress();
    lake.land(order("u", 2, 30, "b", -2), order("c", 3, 40, "c", 3));

    FirnException failed = catchThrowableOfType(FirnException.class, () -> lake.promote());

    assertThat(failed.failure().kind()).isEqualTo(ErrorKind.EXPECTATION);
    assertThat(failed)
        .hasMessageContaining("silver:orders is not what is expected of it")
        .hasMessageContaining("positive: 1 of 2 rows fail, e.g. (tenant=acme, id=2)");
    assertThat(lake.show("id", "amount")).containsExactly("1 1", "2 2");
    assertThat(progress()).isEqualTo(progress);
    assertThat(lake.silver().refs()).containsKey(StagedCommit.BRANCH);

    lake.land(order("u", 2, 50, "b", 20));
    Outcome.Committed right = lake.promoted();

    assertThat(lake.show("id", "amount")).containsExactly("1 1", "2 20", "3 3");
    assertThat(right.verdicts().stream().map(Verdict::name))
        .containsExactly("positive", "few", "one_each");
    assertThat(right.verdicts().stream().map(Verdict::checked)).containsExactly(2L, 3L, 3L);
    assertThat(right.verdicts()).allMatch(Verdict::holds);
    assertThat(lake.silver().refs()).doesNotContainKey(StagedCommit.BRANCH);
    assertThat(lake.verifies()).isTrue();
  }

  @Test
  void whatIsAskedOfTheTableIsAskedOfAllItsRows() {
    lake.land(order("c", 3, 30, "a", 3), order("c", 4, 40, "d", 4));

    Outcome.Committed warned = lake.promoted();

    assertThat(lake.show("id")).containsExactly("1", "2", "3", "4");
    assertThat(warned.verdicts().stream().map(Verdict::found))
        .containsExactly("", "4 rows", "1 of 4 rows fail, e.g. (name=a)");
  }

  @Test
  void rowsThatWereNeverAskedAreAskedWithTheNextChange() {
    Expectation large =
        new Expectation("large", new Expectation.Check("amount > 1"), Otherwise.FAIL);
    lake.land(order("c", 3, 30, "c", 3));

    assertThatThrownBy(() -> run("later", table(large)))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("large: 1 of 3 rows fail, e.g. (tenant=acme, id=1)");

    run("without", table());
    lake.land(order("c", 4, 40, "d", -4));
    run("still-without", table());
    lake.land(order("c", 5, 50, "e", 5));
    assertThatThrownBy(() -> run("again", table(POSITIVE, FEW, ONE_EACH)))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("positive: 1 of 5 rows fail, e.g. (tenant=acme, id=4)");
  }

  @Test
  void aRebuildIsAskedBeforeItTakesTheTablesPlace() {
    Expectation large =
        new Expectation("large", new Expectation.Check("amount > 1"), Otherwise.FAIL);
    Rebuild rebuild = new Rebuild(context("rebuild", table(large)));
    RebuildPlan plan = rebuild.plan(PureSilver.TABLE.unit());
    long before = lake.silver().currentSnapshot().snapshotId();

    assertThatThrownBy(() -> rebuild.carryOut(plan))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("large: 1 of 2 rows fail")
        .hasMessageContaining("version as of 'firn_rebuild'");

    assertThat(lake.silver().currentSnapshot().snapshotId()).isEqualTo(before);
  }

  private void run(String runKey, SilverTable table) {
    JobContext context = context(runKey, table);
    new SilverJob().run(new SilverJob().plan(table.unit(), context), context);
  }

  /** Of a run of the same pipeline, with the table as it is declared now. */
  private JobContext context(String runKey, SilverTable table) {
    JobContext base = lake.lake().context(runKey);
    Pipeline of = base.pipeline();
    Pipeline pipeline =
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
        pipeline,
        base.catalog(),
        base.spark(),
        base.runKey(),
        base.acceptances(),
        base.startedAt());
  }

  private String progress() {
    return Progress.read(lake.silver()).map(Progress::text).orElseThrow();
  }
}
