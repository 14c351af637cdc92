package io.firn.gold;

import io.firn.config.GoldTable;
import io.firn.config.Pipeline;
import io.firn.model.Layer;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.run.trial.KnownColumns;
import io.firn.run.trial.Trial;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** A gold table's query over given rows. */
public final class GoldTrial implements Trial {
  @Override
  public Layer layer() {
    return Layer.GOLD;
  }

  @Override
  public Map<TableName, KnownColumns> inputs(UnitName unit, Pipeline pipeline) {
    Map<TableName, KnownColumns> inputs = new HashMap<>();
    for (UnitName input : table(unit, pipeline).from()) {
      inputs.put(input.tableName(), KnownColumns.of(input.tableName(), pipeline));
    }
    return inputs;
  }

  @Override
  public List<String> identity(UnitName unit, Pipeline pipeline) {
    return table(unit, pipeline).grain();
  }

  @Override
  public Dataset<Row> rows(
      UnitName unit, Pipeline pipeline, Map<TableName, Dataset<Row>> given, SparkSession spark) {
    GoldTable table = table(unit, pipeline);
    Map<String, LogicalPlan> plans = new HashMap<>();
    given.forEach((input, rows) -> plans.put(input.toString(), plan(rows)));
    Dataset<Row> made =
        GoldQuery.rows(
            table,
            name -> {
              LogicalPlan plan = plans.get(String.join(".", name));
              if (plan == null) {
                throw PinnedTables.undeclared(table, new TreeSet<>(plans.keySet()), name);
              }
              return plan;
            },
            (org.apache.spark.sql.classic.SparkSession) spark);
    GoldJob.requireColumns(table, made);
    return made;
  }

  private static LogicalPlan plan(Dataset<Row> rows) {
    return ((org.apache.spark.sql.classic.Dataset<Row>) rows).logicalPlan();
  }

  private static GoldTable table(UnitName unit, Pipeline pipeline) {
    return pipeline.gold(unit.table()).orElseThrow();
  }
}
