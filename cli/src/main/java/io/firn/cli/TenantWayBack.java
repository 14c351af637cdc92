package io.firn.cli;

import io.firn.bronze.TenantRewind;
import io.firn.bronze.TenantRewindPlan;
import io.firn.cli.console.Narrator;
import io.firn.model.FirnException;
import io.firn.model.RunKey;
import io.firn.model.UnitName;
import io.firn.run.PipelineRun;
import io.firn.run.RunReport;
import io.firn.run.Selection;
import io.firn.run.rewind.Rewind;
import io.firn.run.rewind.Target;
import java.util.Optional;
import java.util.SortedSet;

/**
 * {@code firn rewind --tenant}: takes bronze back, then runs what is made of it. Killed anywhere,
 * the same command finds what is still to be done: bronze tables that lie past the cut, and tables
 * that are behind an input that went back.
 */
final class TenantWayBack {
  private final Invocation invocation;
  private final Rewind rewind;
  private final PipelineRun run;

  TenantWayBack(Invocation invocation, Rewind rewind, PipelineRun run) {
    this.invocation = invocation;
    this.rewind = rewind;
    this.run = run;
  }

  int go(String tenant, Target target, boolean beyondRetention, Confirmation confirmation) {
    Narrator narrator = invocation.narrator();
    RunKey key = RunKeyOption.fresh("rewind", invocation.surroundings().clock());
    TenantRewind way = new TenantRewind(run.context(key));
    TenantRewindPlan plan = way.plan(tenant, rewind.bronze(target));
    SortedSet<UnitName> following = rewind.following(plan.parts().keySet());
    TenantView view = new TenantView(plan, following);
    view.tell(narrator);
    if (!beyondRetention) {
      plan.beyondRetention()
          .ifPresent(
              lost -> {
                throw new FirnException(lost);
              });
    }
    boolean goes = view.changes() && !confirmation.dryRun();
    Optional<RunReport> report = Optional.empty();
    if (goes) {
      confirmation.ask(invocation, "Take tenant " + tenant + " back to " + plan.target() + "?");
      report = carryOut(way, plan, following, key);
    }
    Optional<RunReport> followed = report;
    invocation.result(
        () -> view.json(goes, followed), () -> view.tellEnd(goes, followed, narrator));
    return report.map(RunReport::exitCode).orElse(0);
  }

  private Optional<RunReport> carryOut(
      TenantRewind way, TenantRewindPlan plan, SortedSet<UnitName> following, RunKey key) {
    String by = System.getProperty("user.name", "unknown");
    int tables = plan.parts().size() + following.size();
    try (Narrator.Progress progress = invocation.narrator().progress("rewind", tables)) {
      for (UnitName unit : plan.parts().keySet()) {
        way.carryOut(plan, unit, by);
        progress.step(unit + " is back");
      }
      if (following.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(run.run(new Selection(following), key));
    }
  }
}
