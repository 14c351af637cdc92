package io.firn.run;

import io.firn.model.Outcome;
import io.firn.model.UnitName;

/** A layer whose units are worked on each by itself. */
public non-sealed interface UnitJob extends Job {

  /**
   * Reads progress and input, never starts Spark, writes nothing.
   *
   * @throws io.firn.model.FirnException when the unit cannot run, with what to do
   */
  UnitPlan plan(UnitName unit, JobContext context);

  /**
   * Carries out {@code plan}, which came from {@link #plan} of the same job and is {@link
   * PlanSummary#ready()}.
   *
   * @throws io.firn.model.FirnException when the unit stops; its table is then unchanged
   */
  Outcome run(UnitPlan plan, JobContext context);
}
