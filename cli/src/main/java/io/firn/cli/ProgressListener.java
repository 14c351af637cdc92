package io.firn.cli;

import io.firn.cli.console.Narrator;
import io.firn.model.Failure;
import io.firn.model.Outcome;
import io.firn.model.UnitName;
import io.firn.run.PlanSummary;
import io.firn.run.RunListener;
import java.time.Duration;

/** Tells each unit's end as it comes; the failures with all they say. */
record ProgressListener(Narrator.Progress progress) implements RunListener {
  @Override
  public void planned(PlanSummary plan) {}

  @Override
  public void started(UnitName unit) {}

  @Override
  public void finished(UnitName unit, Outcome outcome, Duration took) {
    String word = progress.paint().word(outcome.status());
    progress.step(
        unit + " " + word + ", " + OutcomeText.of(outcome) + " (" + Counted.time(took) + ")");
    outcome.failure().map(Failure::lines).ifPresent(progress::note);
  }
}
