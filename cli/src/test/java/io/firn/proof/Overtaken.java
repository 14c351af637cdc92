package io.firn.proof;

import io.firn.model.Layer;
import io.firn.model.Outcome;
import io.firn.model.UnitName;
import io.firn.run.CheckResult;
import io.firn.run.Job;
import io.firn.run.JobContext;
import io.firn.run.LayerJob;
import io.firn.run.PlanResult;
import io.firn.run.UnitJob;
import io.firn.run.UnitPlan;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.Table;

/** A job in whose way something comes, each time between its plan and its work. */
final class Overtaken {
  private Overtaken() {}

  static Job of(Job job, Runnable between) {
    return job instanceof LayerJob layer
        ? new Whole(layer, between)
        : new Units((UnitJob) job, between);
  }

  private record Whole(LayerJob job, Runnable between) implements LayerJob {
    @Override
    public Layer layer() {
      return job.layer();
    }

    @Override
    public Map<UnitName, PlanResult> plan(
        Collection<UnitName> units,
        JobContext context,
        Function<UnitName, Optional<Table>> tables) {
      return job.plan(units, context, tables);
    }

    @Override
    public Map<UnitName, Outcome> run(List<UnitPlan> plans, JobContext context) {
      between.run();
      return job.run(plans, context);
    }

    @Override
    public List<CheckResult> verify(UnitName unit, JobContext context) {
      return job.verify(unit, context);
    }
  }

  private record Units(UnitJob job, Runnable between) implements UnitJob {
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
}
