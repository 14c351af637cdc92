package io.firn.run;

import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.UnitName;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every selected unit would do now; one that cannot be planned hides no other. */
public record PlanReport(List<Planned> units) {
  /**
   * Units planned at once. More than run at once: a plan only asks, and a broker that is down is
   * waited for once for each unit.
   */
  private static final int PARALLEL_PLANS = 16;

  private static final Logger LOG = LoggerFactory.getLogger(PlanReport.class);

  public PlanReport {
    units = List.copyOf(units);
  }

  /** One unit: its plan, or why it has none. */
  public record Planned(UnitName unit, Optional<PlanSummary> plan, Optional<Failure> failure) {
    public Planned {
      if (plan.isPresent() == failure.isPresent()) {
        throw new IllegalArgumentException(unit + " has either a plan or a failure");
      }
    }

    public static Planned as(PlanSummary plan) {
      return new Planned(plan.unit(), Optional.of(plan), Optional.empty());
    }

    public static Planned failed(UnitName unit, Failure failure) {
      return new Planned(unit, Optional.empty(), Optional.of(failure));
    }
  }

  /** Asks for the plan of each selected unit; never throws for a unit's failure. */
  public static PlanReport of(PipelineRun run, Selection selection) {
    ExecutorService workers = Executors.newFixedThreadPool(PARALLEL_PLANS);
    try {
      List<CompletableFuture<Planned>> planning =
          selection.units().stream()
              .map(unit -> CompletableFuture.supplyAsync(() -> plan(run, unit), workers))
              .toList();
      return new PlanReport(planning.stream().map(CompletableFuture::join).toList());
    } finally {
      workers.shutdown();
    }
  }

  private static Planned plan(PipelineRun run, UnitName unit) {
    try {
      return Planned.as(run.plan(new Selection(new TreeSet<>(List.of(unit)))).get(0));
    } catch (Exception | LinkageError thrown) {
      LOG.error("{} cannot be planned", unit, thrown);
      return Planned.failed(unit, Failures.of(unit, thrown));
    }
  }

  /** The units that have a plan. */
  public Stream<PlanSummary> plans() {
    return units.stream().flatMap(unit -> unit.plan().stream());
  }

  /** 0, or that of the failure that most needs a person. */
  public int exitCode() {
    return ErrorKind.exitCode(
        units.stream().flatMap(unit -> unit.failure().stream()).map(Failure::kind).toList());
  }
}
