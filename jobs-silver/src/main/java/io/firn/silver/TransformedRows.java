package io.firn.silver;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Applies a {@link TransformPlan} to rows on their way, one row out for each row in.
 *
 * <p>A row that the transform filters out must not vanish here: its key may be in the table, from
 * where it has to go, and its change must be compared with others by its place in the order. So
 * each filter becomes a mark, and the row goes on as a deleted one does, with its key and place and
 * no values. What stands above a filter is computed of marked rows no more than Spark would: {@code
 * if(kept, …, null)} around each expression keeps a division by what the filter excludes from ever
 * being made. A deleted row begins marked. Columns that Firn keeps for itself pass by.
 *
 * <p>One pass without a join, since a projection of a projection is one to Spark.
 */
final class TransformedRows {
  private static final String KEPT = "__kept";

  private final TransformPlan transform;
  private final RowShape table;
  private final Map<String, Attribute> typed = new HashMap<>();
  private final LogicalPlan rows;
  private final List<NamedExpression> passing = new ArrayList<>();

  private TransformedRows(TransformPlan transform, RowShape table, LogicalPlan rows) {
    this.transform = transform;
    this.table = table;
    this.rows = rows;
    CollectionConverters.asJava(rows.output())
        .forEach(
            column -> {
              typed.put(column.name(), column);
              if (isOwn(column.name())) {
                passing.add(column);
              }
            });
  }

  /** A plan whose last column says whether the row is still there. */
  private record Step(LogicalPlan plan, Attribute kept) {}

  /**
   * @param rows of {@link RowShape#rows()} of the table's typed columns
   * @return rows of {@code table}'s {@link RowShape#rows()}
   */
  static Dataset<Row> of(Dataset<Row> rows, TransformPlan transform, RowShape table) {
    LogicalPlan plan =
        ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().analyzed();
    TransformedRows all = new TransformedRows(transform, table, plan);
    Step last = all.step(transform.plan());
    Dataset<Row> made = Dataset$.MODULE$.ofRows((SparkSession) rows.sparkSession(), last.plan());
    return made.select(all.columns(made));
  }

  private static boolean isOwn(String column) {
    return Columns.SYSTEM_NAMES.contains(column)
        || column.equals(Columns.DELETED)
        || column.equals(Columns.MISSING)
        || column.equals(Columns.ORIGIN)
        || column.equals(Columns.LOST);
  }

  private Step step(LogicalPlan plan) {
    if (plan instanceof SubqueryAlias alias) {
      return step(alias.child());
    }
    if (plan instanceof Filter filter) {
      return filtered(filter);
    }
    if (plan instanceof Project project) {
      return projected(project);
    }
    if (plan.output().equals(transform.input().output())) {
      return typed(plan);
    }
    throw new IllegalStateException("a checked transform has no " + plan.nodeName());
  }

  /** Where deleted rows stay they have values, and are transformed as others are. */
  private Step typed(LogicalPlan input) {
    List<NamedExpression> columns = new ArrayList<>();
    for (Attribute column : CollectionConverters.asJava(input.output())) {
      columns.add(named(typed.get(column.name()), column.name(), column.exprId()));
    }
    Expression there =
        table.marks()
            ? literal(true)
            : new If(typed.get(Columns.DELETED), literal(false), literal(true));
    return step(columns, there, rows);
  }

  private Step filtered(Filter filter) {
    Step below = step(filter.child());
    Expression holds =
        new Coalesce(
            CollectionConverters.asScala(
                    List.<Expression>of(
                        new If(below.kept(), filter.condition(), literal(false)), literal(false)))
                .toSeq());
    List<NamedExpression> columns =
        CollectionConverters.asJava(filter.child().output()).stream()
            .map(NamedExpression.class::cast)
            .toList();
    return step(columns, holds, below.plan());
  }

  private Step projected(Project project) {
    Step below = step(project.child());
    List<NamedExpression> columns = new ArrayList<>();
    for (NamedExpression column : CollectionConverters.asJava(project.projectList())) {
      columns.add(
          column instanceof Alias alias && !(alias.child() instanceof Attribute)
              ? named(
                  new If(below.kept(), alias.child(), none(alias)), alias.name(), alias.exprId())
              : column);
    }
    return step(columns, below.kept(), below.plan());
  }

  private Step step(List<NamedExpression> columns, Expression kept, LogicalPlan child) {
    Alias mark = named(kept, KEPT, NamedExpression.newExprId());
    List<NamedExpression> all = new ArrayList<>(columns);
    all.addAll(passing);
    all.add(mark);
    return new Step(
        new Project(CollectionConverters.asScala(all).toSeq(), child), mark.toAttribute());
  }

  private static Alias named(Expression expression, String name, ExprId id) {
    return new Alias(
        expression,
        name,
        id,
        CollectionConverters.asScala(List.<String>of()).toSeq(),
        scala.Option.empty(),
        CollectionConverters.asScala(List.<String>of()).toSeq());
  }

  private static Literal literal(boolean value) {
    return Literal.create((Object) value, DataTypes.BooleanType);
  }

  private static Literal none(Expression expression) {
    return Literal.create((Object) null, expression.dataType());
  }

  /** The table's columns: a value of a narrower type takes the column's. */
  private Column[] columns(Dataset<Row> made) {
    List<String> have = List.of(made.columns());
    List<Column> columns = new ArrayList<>();
    for (StructField field : table.rows().fields()) {
      Column column = Columns.named(field.name());
      Column value =
          have.contains(field.name())
              ? column.cast(field.dataType())
              : functions.lit(null).cast(field.dataType());
      columns.add(finished(field.name(), value).as(field.name()));
    }
    return columns.toArray(Column[]::new);
  }

  private Column finished(String name, Column value) {
    if (name.equals(Columns.DELETED)) {
      return functions.not(functions.col(KEPT));
    }
    if (name.equals(Columns.LOST)) {
      // The table cannot tell what a transform's row left out; bronze can.
      return functions.col(KEPT).and(functions.col(Columns.MISSING).isNotNull());
    }
    return isOwn(name) || table.key().contains(name)
        ? value
        : functions.when(functions.col(KEPT), value);
  }
}
