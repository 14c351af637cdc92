package io.firn.gold;

import io.firn.gold.ChangeTrace.Lost;
import io.firn.gold.ChangeTrace.Traced;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.functions;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The groups of a result that may differ between two states of its inputs.
 *
 * <p>A row of the result that was there before and is not now has, among the rows that it was made
 * of, one that changed; that one stood in the old state, as all others that it was joined with. A
 * row that is there now and was not before likewise, in the new state. So the images before are
 * followed through the old state and the images after through the new one ({@link ChangeTrace}); a
 * group that neither meets is made of the same rows as before.
 */
final class AffectedGroups {
  private final SparkSession spark;
  private final List<String> columns;
  private final List<Dataset<Row>> found = new ArrayList<>();

  /**
   * @param columns of the grain that all changed inputs tell ({@link Reach.Told})
   */
  AffectedGroups(SparkSession spark, List<String> columns) {
    this.spark = spark;
    this.columns = List.copyOf(columns);
  }

  /**
   * Adds the groups that changed rows have a part in.
   *
   * @param query inlined, over the state in which the rows stand
   * @param images rows by input table, with the columns that the query sees
   */
  void add(LogicalPlan query, Map<String, Dataset<Row>> images) {
    for (InputUse use : InputUse.in(query)) {
      Dataset<Row> changed = images.get(use.table());
      if (changed != null) {
        add(query, use, changed);
      }
    }
  }

  private void add(LogicalPlan query, InputUse use, Dataset<Row> changed) {
    Map<String, ExprId> ids = Reach.ids(query);
    try {
      for (Traced traced : ChangeTrace.of(query, use, inPlaceOf(use.plan(), changed))) {
        List<NamedExpression> told = new ArrayList<>();
        for (String column : columns) {
          told.add(attribute(traced.plan(), ids.get(Reach.lower(column))));
        }
        found.add(
            Dataset$.MODULE$.ofRows(
                spark, new Project(CollectionConverters.asScala(told).toSeq(), traced.plan())));
      }
    } catch (Lost impossible) {
      throw new IllegalStateException("only what Reach has told is followed", impossible);
    }
  }

  private static Attribute attribute(LogicalPlan plan, ExprId id) {
    return CollectionConverters.asJava(plan.output()).stream()
        .filter(column -> column.exprId().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /**
   * {@code changed} with the columns that {@code input} has, under their ids. A table of changes
   * may have got wider types since.
   */
  private static LogicalPlan inPlaceOf(LogicalPlan input, Dataset<Row> changed) {
    Column[] sameTypes =
        CollectionConverters.asJava(input.output()).stream()
            .map(
                column ->
                    functions
                        .col("`" + column.name() + "`")
                        .cast(column.dataType())
                        .as(column.name()))
            .toArray(Column[]::new);
    LogicalPlan rows =
        ((org.apache.spark.sql.classic.Dataset<Row>) changed.select(sameTypes)).logicalPlan();
    FreshColumns fresh = FreshColumns.of(rows);
    List<NamedExpression> columns = new ArrayList<>();
    for (Attribute wanted : CollectionConverters.asJava(input.output())) {
      Attribute held =
          CollectionConverters.asJava(fresh.plan().output()).stream()
              .filter(column -> column.name().equals(wanted.name()))
              .findFirst()
              .orElseThrow();
      columns.add(FreshColumns.as(held, wanted));
    }
    return new Project(CollectionConverters.asScala(columns).toSeq(), fresh.plan());
  }

  /**
   * The groups, each once, in the columns of the grain that are told; empty when none was added.
   */
  Optional<Dataset<Row>> distinct() {
    return found.stream().reduce(Dataset::union).map(Dataset::distinct);
  }
}
