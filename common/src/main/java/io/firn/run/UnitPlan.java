package io.firn.run;

/** What a unit is about to do; each job has its own kind, all of them can be told. */
public interface UnitPlan {
  PlanSummary summary();
}
