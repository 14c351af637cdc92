package io.firn.silver;

import io.firn.config.Pipeline;
import io.firn.config.SilverTable;
import io.firn.model.Layer;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.run.trial.KnownColumns;
import io.firn.run.trial.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.classic.Dataset$;
import scala.Function1;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractPartialFunction;

/** A silver table's transform over given rows: those that the source would have, typed. */
public final class SilverTrial implements Trial {
  @Override
  public Layer layer() {
    return Layer.SILVER;
  }

  @Override
  public Map<TableName, KnownColumns> inputs(UnitName unit, Pipeline pipeline) {
    SilverTable table = table(unit, pipeline);
    return table.rules().transform().isPresent()
        ? Map.of(unit.tableName(), KnownColumns.before(table, pipeline))
        : Map.of();
  }

  @Override
  public List<String> identity(UnitName unit, Pipeline pipeline) {
    return table(unit, pipeline).key();
  }

  @Override
  public Dataset<Row> rows(
      UnitName unit, Pipeline pipeline, Map<TableName, Dataset<Row>> given, SparkSession spark) {
    SilverTable table = table(unit, pipeline);
    Dataset<Row> rows = given.get(unit.tableName());
    org.apache.spark.sql.classic.SparkSession session =
        (org.apache.spark.sql.classic.SparkSession) spark;
    TransformPlan transform =
        TransformPlan.of(table, SparkSchemaUtil.convert(rows.schema()), session);
    LogicalPlan plan = ((org.apache.spark.sql.classic.Dataset<Row>) rows).logicalPlan();
    return Dataset$.MODULE$.ofRows(
        session, transform.plan().transformUp(new Filled(transform.input(), plan)));
  }

  private static SilverTable table(UnitName unit, Pipeline pipeline) {
    return pipeline.silver(unit.table()).orElseThrow();
  }

  /** Puts rows in the place of the empty ones that the transform was read with. */
  private static final class Filled extends AbstractPartialFunction<LogicalPlan, LogicalPlan> {
    private final LogicalPlan input;
    private final LogicalPlan filled;

    private Filled(LogicalPlan input, LogicalPlan rows) {
      this.input = input;
      List<NamedExpression> columns = new ArrayList<>();
      List<Attribute> wanted = CollectionConverters.asJava(input.output());
      List<Attribute> have = CollectionConverters.asJava(rows.output());
      for (int i = 0; i < wanted.size(); i++) {
        columns.add(
            new Alias(
                have.get(i),
                wanted.get(i).name(),
                wanted.get(i).exprId(),
                CollectionConverters.asScala(List.<String>of()).toSeq(),
                scala.Option.empty(),
                CollectionConverters.asScala(List.<String>of()).toSeq()));
      }
      this.filled = new Project(CollectionConverters.asScala(columns).toSeq(), rows);
    }

    @Override
    public boolean isDefinedAt(LogicalPlan plan) {
      return plan.children().isEmpty() && plan.output().equals(input.output());
    }

    @Override
    @SuppressWarnings("unchecked") // the only B that Catalyst asks for is LogicalPlan
    public <A extends LogicalPlan, B> B applyOrElse(A plan, Function1<A, B> otherwise) {
      return isDefinedAt(plan) ? (B) filled : otherwise.apply(plan);
    }
  }
}
