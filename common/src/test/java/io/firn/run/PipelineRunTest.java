package io.firn.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.config.Pipeline;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.model.Outcome;
import io.firn.model.RunKey;
import io.firn.model.UnitName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the units of one run hang together; the layers are fakes, the tables are real. */
class PipelineRunTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path folder;
  private Pipeline pipeline;

  @BeforeEach
  void readPipeline() {
    pipeline = RunPipeline.in(folder);
  }

  @Test
  void everyUnitRuns() {
    assertThat(statuses(run("k", Map.of(), Set.of())))
        .containsOnlyKeys(
            "bronze:items",
            "bronze:orders",
            "silver:items",
            "silver:orders",
            "gold:best",
            "gold:revenue")
        .containsValue("committed")
        .doesNotContainValue("failed");
  }

  @Test
  void aFailedUnitStopsWhatReadsFromItAndNothingElse() {
    RunReport report = run("k", Map.of(UnitName.parse("silver:orders"), refusal()), Set.of());

    assertThat(statuses(report))
        .isEqualTo(
            Map.of(
                "bronze:items", "committed",
                "bronze:orders", "committed",
                "silver:items", "committed",
                "silver:orders", "failed",
                "gold:revenue", "skipped",
                "gold:best", "skipped"));
    assertThat(outcome(report, "gold:best"))
        .isEqualTo(new Outcome.Skipped(UnitName.parse("gold:revenue")));
    assertThat(report.exitCode()).isEqualTo(60);
  }

  @Test
  void aCheckedExceptionThatIsNotDeclaredIsAFailureToo() {
    RunReport report =
        run(
            "k",
            Map.of(UnitName.parse("bronze:items"), new TimeoutException("no hurry")),
            Set.of());

    Failure failure = outcome(report, "bronze:items").failure().orElseThrow();
    assertThat(failure.kind()).isEqualTo(ErrorKind.INTERNAL);
    assertThat(failure.found()).isEqualTo("java.util.concurrent.TimeoutException: no hurry");
    assertThat(statuses(report)).containsEntry("silver:orders", "committed");
    assertThat(report.exitCode()).isEqualTo(1);
  }

  @Test
  void aRecognisedFailureIsFoundInsideOthers() {
    Throwable wrapped = new IllegalStateException("job aborted", new IOException(refusal()));

    RunReport report = run("k", Map.of(UnitName.parse("bronze:items"), wrapped), Set.of());

    assertThat(outcome(report, "bronze:items").failure()).contains(refusal().failure());
  }

  /** Two runs add the same column: the second one's change of columns is refused by the catalog. */
  @Test
  void aTableThatAnotherRunChangedFirstEndsTheRunAsFenced() {
    CommitFailedException overtaken = new CommitFailedException("location has changed");

    RunReport report = run("k", Map.of(UnitName.parse("silver:items"), overtaken), Set.of());

    assertThat(outcome(report, "silver:items").failure())
        .hasValueSatisfying(
            failure -> {
              assertThat(failure.kind()).isEqualTo(ErrorKind.FENCED);
              assertThat(failure.found()).isEqualTo("location has changed");
            });
    assertThat(report.exitCode()).isEqualTo(50);
  }

  @Test
  void aMissingClassFailsItsUnitOnly() {
    RunReport report =
        run(
            "k",
            Map.of(UnitName.parse("bronze:items"), new NoClassDefFoundError("gone")),
            Set.of());

    assertThat(statuses(report))
        .containsEntry("bronze:items", "failed")
        .containsEntry("bronze:orders", "committed");
  }

  @Test
  void aUnitWithNothingToDoStopsNobody() {
    RunReport report = run("k", Map.of(), Set.of(UnitName.parse("silver:orders")));

    assertThat(outcome(report, "silver:orders")).isEqualTo(new Outcome.NothingToDo("nothing new"));
    assertThat(statuses(report)).containsEntry("gold:revenue", "committed");
  }

  @Test
  void sparkIsNotStartedWhenNothingIsReady() {
    boolean before = SparkSession.getDefaultSession().isDefined();

    RunReport report = run("k", Map.of(), Set.copyOf(pipeline.units()));

    assertThat(report.status()).isEqualTo("no-op");
    assertThat(report.exitCode()).isZero();
    assertThat(SparkSession.getDefaultSession().isDefined()).isEqualTo(before);
  }

  @Test
  void theSameRunKeyDoesNothingAgain() {
    run("k", Map.of(), Set.of());

    RunReport again = run("k", Map.of(UnitName.parse("bronze:items"), refusal()), Set.of());

    assertThat(again.status()).isEqualTo("no-op");
    assertThat(outcome(again, "gold:best"))
        .isEqualTo(new Outcome.NothingToDo("run key k has committed this unit before"));
  }

  @Test
  void aRetryUnderTheSameKeyDoesWhatWasLeft() {
    run("k", Map.of(UnitName.parse("silver:orders"), refusal()), Set.of());

    assertThat(statuses(run("k", Map.of(), Set.of())))
        .isEqualTo(
            Map.of(
                "bronze:items", "no-op",
                "bronze:orders", "no-op",
                "silver:items", "no-op",
                "silver:orders", "committed",
                "gold:revenue", "committed",
                "gold:best", "committed"));
  }

  /** One by one, a broker that does not answer would cost its timeout for each table. */
  @Test
  void allTablesOfALayerArePlannedAtOnceAndSomeOfThemWorkAtOnce() {
    pipeline = RunPipeline.ofBronzeTables(folder.resolve("wide"), 20);
    Together together =
        new Together(new CyclicBarrier(20), new AtomicInteger(), new AtomicInteger());

    RunReport report = run(List.of(together), "k");

    assertThat(statuses(report))
        .hasSize(20)
        .containsValue("committed")
        .doesNotContainValue("failed");
    assertThat(together.mostAtWork()).hasValueBetween(1, 4);
  }

  /**
   * A layer that goes on from planning when all its units are being planned.
   *
   * @param meeting of all units
   */
  private record Together(CyclicBarrier meeting, AtomicInteger atWork, AtomicInteger mostAtWork)
      implements UnitJob {
    @Override
    public Layer layer() {
      return Layer.BRONZE;
    }

    @Override
    public UnitPlan plan(UnitName unit, JobContext context) {
      try {
        meeting.await(20, TimeUnit.SECONDS);
      } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
        throw new IllegalStateException("not all units are planned at once", alone);
      }
      return new FakeJob.Plan(unit, true);
    }

    @Override
    public Outcome run(UnitPlan plan, JobContext context) {
      mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
      Thread.yield();
      atWork.decrementAndGet();
      return new Outcome.Committed(1, "all", Map.of());
    }

    @Override
    public List<CheckResult> verify(UnitName unit, JobContext context) {
      return List.of();
    }
  }

  @Test
  void onlySelectedUnitsRunAndAnUnselectedInputIsNoObstacle() {
    FakeJob gold = new FakeJob(Layer.GOLD, Map.of(), Set.of());
    try (PipelineRun run = new PipelineRun(pipeline, List.of(gold), CLOCK, RunListener.SILENT)) {
      run.run(Selection.of(pipeline, List.of("gold")), new RunKey("k"));
    }

    assertThat(gold.ran)
        .containsExactly(UnitName.parse("gold:revenue"), UnitName.parse("gold:best"));
  }

  private RunReport run(String key, Map<UnitName, Throwable> failures, Set<UnitName> idle) {
    List<Job> jobs =
        List.of(
            new FakeJob(Layer.BRONZE, failures, idle),
            new FakeJob(Layer.SILVER, failures, idle),
            new FakeJob(Layer.GOLD, failures, idle));
    return run(jobs, key);
  }

  private RunReport run(List<Job> jobs, String key) {
    try (PipelineRun run = new PipelineRun(pipeline, jobs, CLOCK, RunListener.SILENT)) {
      return run.run(Selection.of(pipeline, List.of()), new RunKey(key));
    }
  }

  private static FirnException refusal() {
    return new FirnException(
        new Failure(ErrorKind.HISTORY, "what", "where", "expected", "found", "next"));
  }

  private static Outcome outcome(RunReport report, String unit) {
    return report.units().stream()
        .filter(ended -> ended.unit().toString().equals(unit))
        .findFirst()
        .orElseThrow()
        .outcome();
  }

  private static Map<String, String> statuses(RunReport report) {
    return report.units().stream()
        .collect(Collectors.toMap(unit -> unit.unit().toString(), unit -> unit.outcome().status()));
  }
}
