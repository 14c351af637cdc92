package io.firn.run;

import io.firn.model.Acceptance;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.UnitName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What every selected unit would do now; one that cannot be planned hides no other. */
public record PlanReport(List<Planned> units) {
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
    return of(run, selection, List.of());
  }

  /** The same for a run with {@code acceptances}. */
  public static PlanReport of(PipelineRun run, Selection selection, List<Acceptance> acceptances) {
    return new PlanReport(
        run.plan(selection, acceptances).entrySet().stream()
            .map(unit -> planned(run, unit.getKey(), unit.getValue()))
            .toList());
  }

  private static Planned planned(PipelineRun run, UnitName unit, PlanResult result) {
    if (result instanceof PlanResult.Refused refused) {
      return Planned.failed(unit, refused.cause());
    }
    UnitPlan plan = result.orThrow();
    try {
      return Planned.as(plan.summary().with(run.foreseen(plan)));
    } catch (FirnException refused) {
      return Planned.failed(unit, refused.failure());
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
