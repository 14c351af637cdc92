package io.firn.run;

/** What a unit is about to do; each job has its own kind, all of them can be told. */
public interface UnitPlan {
  PlanSummary summary();

  /** Rows that may pass through Spark's operators, as far as metadata tell; never too few. */
  default long rowsAtMost() {
    return Long.MAX_VALUE;
  }
}
