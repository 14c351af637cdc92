package io.firn.run;

import io.firn.model.Outcome;
import io.firn.model.UnitName;
import java.time.Duration;

/** Hears how a run goes on, for progress display and logs. Called from several threads. */
public interface RunListener {
  void planned(PlanSummary plan);

  void started(UnitName unit);

  void finished(UnitName unit, Outcome outcome, Duration took);

  /** Hears nothing. */
  RunListener SILENT =
      new RunListener() {
        @Override
        public void planned(PlanSummary plan) {}

        @Override
        public void started(UnitName unit) {}

        @Override
        public void finished(UnitName unit, Outcome outcome, Duration took) {}
      };
}
