package io.firn.proof;

import io.firn.model.Layer;
import io.firn.model.Outcome;
import io.firn.model.UnitName;
import io.firn.run.CheckResult;
import io.firn.run.Job;
import io.firn.run.JobContext;
import io.firn.run.UnitPlan;
import java.util.List;

/** A layer's job in whose way something comes, each time between its plan and its work. */
record Overtaken(Job job, Runnable between) implements Job {
  @Override
  public Layer layer() {
    return job.layer();
  }

  @Override
  public UnitPlan plan(UnitName unit, JobContext context) {
    return job.plan(unit, context);
  }

  @Override
  public Outcome run(UnitPlan plan, JobContext context) {
    between.run();
    return job.run(plan, context);
  }

  @Override
  public List<CheckResult> verify(UnitName unit, JobContext context) {
    return job.verify(unit, context);
  }
}
