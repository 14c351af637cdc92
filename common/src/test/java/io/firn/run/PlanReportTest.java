package io.firn.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.config.Pipeline;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.model.Outcome;
import io.firn.model.UnitName;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A unit that cannot be planned is told beside the others. */
class PlanReportTest {
  private static final UnitName ORDERS = UnitName.parse("bronze:orders");
  private static final UnitName ITEMS = UnitName.parse("silver:items");
  private static final Failure GAP =
      new Failure(ErrorKind.HISTORY, "gap", "topic orders", "offset 1", "offset 9", "rewind");

  @TempDir private Path folder;

  @Test
  void theOthersArePlannedInTheOrderOfTheSelection() {
    PlanReport report = plan(Map.of(ORDERS, new FirnException(GAP)));

    assertThat(report.units())
        .extracting(planned -> planned.unit().toString())
        .containsExactly(
            "bronze:items",
            "bronze:orders",
            "silver:items",
            "silver:orders",
            "gold:best",
            "gold:revenue");
    assertThat(report.plans()).hasSize(5).allMatch(PlanSummary::ready);
    assertThat(report.units().get(1)).isEqualTo(PlanReport.Planned.failed(ORDERS, GAP));
    assertThat(report.exitCode()).isEqualTo(60);
  }

  @Test
  void anErrorThatIsNotRecognisedHidesNoOtherEither() {
    PlanReport report =
        plan(
            Map.of(
                ORDERS,
                new FirnException(GAP),
                ITEMS,
                new IllegalStateException("disk is on fire")));

    Failure failure = report.units().get(2).failure().orElseThrow();
    assertThat(failure.kind()).isEqualTo(ErrorKind.INTERNAL);
    assertThat(failure.found()).contains("disk is on fire");
    assertThat(report.plans()).hasSize(4);
    assertThat(report.exitCode()).isEqualTo(1);
  }

  @Test
  void withoutFailuresTheExitCodeIsZero() {
    assertThat(plan(Map.of()).exitCode()).isZero();
  }

  @Test
  void aUnitHasEitherAPlanOrAFailure() {
    assertThatThrownBy(() -> new PlanReport.Planned(ORDERS, Optional.empty(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bronze:orders has either a plan or a failure");
  }

  private PlanReport plan(Map<UnitName, RuntimeException> failures) {
    Pipeline pipeline = RunPipeline.in(folder);
    List<Job> jobs =
        List.of(
            new Planner(Layer.BRONZE, failures),
            new Planner(Layer.SILVER, failures),
            new Planner(Layer.GOLD, failures));
    try (PipelineRun run = new PipelineRun(pipeline, jobs, Clock.systemUTC(), RunListener.SILENT)) {
      return PlanReport.of(run, Selection.of(pipeline, List.of()));
    }
  }

  /** Plans, or fails as told. */
  private record Planner(Layer layer, Map<UnitName, RuntimeException> failures) implements UnitJob {
    @Override
    public UnitPlan plan(UnitName unit, JobContext context) {
      if (failures.containsKey(unit)) {
        throw failures.get(unit);
      }
      return () -> new PlanSummary(unit, true, "all", 1, List.of(), List.of());
    }

    @Override
    public Outcome run(UnitPlan plan, JobContext context) {
      throw new AssertionError("a plan runs nothing");
    }

    @Override
    public List<CheckResult> verify(UnitName unit, JobContext context) {
      return List.of();
    }
  }
}
