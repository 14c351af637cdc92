package io.firn.run;

import io.firn.model.Outcome;
import io.firn.model.UnitName;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A layer whose units are worked on together: one question to the broker, one Spark job. */
public non-sealed interface LayerJob extends Job {

  /**
   * Plans every one of {@code units}; one that cannot run is its own answer. Never starts Spark,
   * writes nothing.
   */
  Map<UnitName, PlanResult> plan(Collection<UnitName> units, JobContext context);

  /**
   * Carries out {@code plans}, which came from {@link #plan} of the same job and are {@link
   * PlanSummary#ready()}.
   *
   * @return an outcome for each unit; of one that failed the table is unchanged
   */
  Map<UnitName, Outcome> run(List<UnitPlan> plans, JobContext context);
}
