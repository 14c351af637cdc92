package io.firn.run;

import io.firn.model.Outcome;
import io.firn.model.UnitName;
import java.io.PrintWriter;
import java.time.Duration;

/** Tells a run line by line, for logs. */
final class LineListener implements RunListener {
  private final PrintWriter out;

  LineListener(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void planned(PlanSummary plan) {
    line(plan.unit() + " plan: " + plan.range() + " " + plan.notes());
  }

  @Override
  public void started(UnitName unit) {
    line(unit + " started");
  }

  @Override
  public void finished(UnitName unit, Outcome outcome, Duration took) {
    line(unit + " " + outcome.status() + " after " + took.toMillis() + " ms");
    outcome.failure().ifPresent(failure -> line(failure.lines()));
  }

  private synchronized void line(String text) {
    out.println(text);
    out.flush();
  }
}
