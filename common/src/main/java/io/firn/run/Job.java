package io.firn.run;

import io.firn.model.Layer;
import io.firn.model.Outcome;
import io.firn.model.UnitName;
import java.util.List;

/**
 * What a layer does for one unit. Implementations keep no state between calls.
 *
 * <p>{@link #plan} chooses what to process and writes nothing; {@link #run} processes exactly what
 * the plan says and commits it; nothing else in Firn writes a table.
 */
public interface Job {
  Layer layer();

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

  /** Recounts the unit's table and compares it with its account and its input; writes nothing. */
  List<CheckResult> verify(UnitName unit, JobContext context);
}
