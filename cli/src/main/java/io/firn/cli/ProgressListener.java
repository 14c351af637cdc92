package io.firn.cli;

import io.firn.cli.console.Narrator;
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
    String time = " (" + Counted.time(took) + ")";
    if (outcome.failure().isPresent()) {
      progress.step(unit + " " + word + time);
      progress.note(outcome.failure().get().lines());
    } else {
      progress.step(unit + " " + word + ", " + OutcomeText.of(outcome) + time);
    }
  }
}
