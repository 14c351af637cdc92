package io.firn.cli;

import io.firn.cli.console.Narrator;
import io.firn.config.Pipeline;
import io.firn.model.Outcome;
import io.firn.model.RunKey;
import io.firn.model.UnitName;
import io.firn.run.PipelineRun;
import io.firn.run.RunListener;
import io.firn.run.UnitReport;
import io.firn.silver.Rebuild;
import io.firn.silver.RebuildPlan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What {@code firn run --rebuild} does before the run: shows, asks, makes anew. */
final class RebuildStep {
  private final Invocation invocation;
  private final RebuildOption option;
  private List<RebuildPlan> plans = List.of();

  /**
   * @param option null when nothing is to be made anew
   */
  RebuildStep(Invocation invocation, RebuildOption option) {
    this.invocation = invocation;
    this.option = option;
  }

  /**
   * Shows what would be done, and asks.
   *
   * @return whether the run goes on
   */
  boolean goes(Pipeline pipeline, RunKey key) {
    if (option == null) {
      return true;
    }
    plans =
        LocalRun.with(
            invocation,
            pipeline,
            RunListener.SILENT,
            run ->
                option.units(pipeline).stream()
                    .map(unit -> new Rebuild(run.context(key)).plan(unit))
                    .toList());
    RebuildView.tell(plans, invocation.narrator());
    if (option.confirmation().dryRun()) {
      invocation.result(
          () -> RebuildView.json(plans), () -> invocation.narrator().line("nothing was changed"));
      return false;
    }
    if (plans.stream().anyMatch(RebuildPlan::ready)) {
      option.confirmation().ask(invocation, "Make these tables anew, then run?");
    }
    return true;
  }

  /** Makes the tables anew in {@code run}, one after the other; what stops one stops the run. */
  List<UnitReport> carryOut(PipelineRun run, RunKey key, Narrator.Progress progress) {
    Clock clock = invocation.surroundings().clock();
    List<UnitReport> reports = new ArrayList<>();
    for (RebuildPlan plan : plans) {
      Instant started = clock.instant();
      UnitName unit = plan.unit();
      Outcome outcome =
          plan.ready()
              ? new Rebuild(run.context(key)).carryOut(plan)
              : new Outcome.NothingToDo(String.join("; ", plan.notes()));
      UnitReport report = new UnitReport(unit, outcome, Duration.between(started, clock.instant()));
      progress.note(unit + " made anew: " + OutcomeText.of(outcome));
      reports.add(report);
    }
    return reports;
  }
}
