package io.firn.silver;

import io.firn.config.SilverTable;
import io.firn.model.Layer;
import io.firn.model.Outcome;
import io.firn.model.UnitName;
import io.firn.run.CheckResult;
import io.firn.run.JobContext;
import io.firn.run.JobMain;
import io.firn.run.UnitJob;
import io.firn.run.UnitPlan;
import io.firn.table.Tables;
import java.util.List;

/** Bronze to silver: the table that the source has, typed: one row per key, or its versions. */
public final class SilverJob implements UnitJob {

  /** The entry for {@code spark-submit}. */
  public static void main(String[] args) {
    JobMain.exit(args, List.of(new SilverJob()));
  }

  @Override
  public Layer layer() {
    return Layer.SILVER;
  }

  @Override
  public UnitPlan plan(UnitName unit, JobContext context) {
    SilverTable table = context.pipeline().silver(unit.table()).orElseThrow();
    return new SilverPlanner(table)
        .plan(
            Tables.load(context.catalog(), table.from().tableName()),
            Tables.load(context.catalog(), unit.tableName()));
  }

  @Override
  public List<String> foreseen(UnitPlan plan, JobContext context) {
    return new ShapeForecast((SilverPlan) plan, context).sentences();
  }

  @Override
  public Outcome run(UnitPlan plan, JobContext context) {
    return new SilverRun((SilverPlan) plan, context).outcome();
  }

  @Override
  public List<CheckResult> verify(UnitName unit, JobContext context) {
    return new SilverVerify(context.pipeline().silver(unit.table()).orElseThrow(), context)
        .checks();
  }
}
