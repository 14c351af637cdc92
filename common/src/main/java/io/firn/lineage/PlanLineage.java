package io.firn.lineage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Deduplicate;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LateralJoin;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.ResolvedHint;
import org.apache.spark.sql.catalyst.plans.logical.SetOperation;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.catalyst.plans.logical.Window;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Goes up a plan from its inputs. Of an operator that it does not know, every column depends on
 * every column below: too much is said then, and never too little.
 */
final class PlanLineage {
  private final Scope outer;

  private PlanLineage(Scope outer) {
    this.outer = outer;
  }

  /**
   * What is known of a plan's result.
   *
   * @param columns by the id that operators above call them by
   * @param rows what decides which rows there are
   */
  record Step(Map<ExprId, Uses> columns, Uses rows) {
    Uses everything() {
      return Uses.together(columns.values()).and(rows);
    }

    Step with(Uses deciding) {
      return new Step(columns, rows.and(deciding));
    }
  }

  static QueryLineage of(LogicalPlan plan) {
    Step result = step(plan, Scope.EMPTY);
    List<QueryLineage.Column> columns = new ArrayList<>();
    for (Attribute column : CollectionConverters.asJava(plan.output())) {
      columns.add(
          new QueryLineage.Column(
              column.name(), result.columns().getOrDefault(column.exprId(), Uses.NONE)));
    }
    return new QueryLineage(columns, result.rows());
  }

  /**
   * @param outer the columns of the query around, which a query inside of it may name
   */
  static Step step(LogicalPlan plan, Scope outer) {
    return new PlanLineage(outer).step(plan);
  }

  private Step step(LogicalPlan plan) {
    List<Step> below =
        CollectionConverters.asJava(plan.children()).stream().map(this::step).toList();
    if (below.isEmpty()) {
      return input(plan);
    }
    if (below.size() > 1 && !(plan instanceof Join)) {
      return plan instanceof Union || plan instanceof SetOperation
          ? stacked(plan, below)
          : unknown(plan, below);
    }
    Scope scope = Scope.of(below, outer);
    Step under = new Step(scope.columns(), scope.rows());
    if (plan instanceof Project project) {
      return new Step(
          named(CollectionConverters.asJava(project.projectList()), scope), under.rows());
    }
    if (plan instanceof Aggregate aggregate) {
      return new Step(
          named(CollectionConverters.asJava(aggregate.aggregateExpressions()), scope),
          under
              .rows()
              .and(
                  scope
                      .all(CollectionConverters.asJava(aggregate.groupingExpressions()))
                      .deciding(Use.GROUP_BY)));
    }
    if (plan instanceof Window window) {
      Map<ExprId, Uses> columns = new HashMap<>(under.columns());
      columns.putAll(named(CollectionConverters.asJava(window.windowExpressions()), scope));
      return new Step(columns, under.rows());
    }
    return sameColumns(plan, under, scope);
  }

  /** Operators that let columns through as they are. */
  private Step sameColumns(LogicalPlan plan, Step under, Scope scope) {
    if (plan instanceof SubqueryAlias || plan instanceof View || plan instanceof ResolvedHint) {
      return under;
    }
    if (plan instanceof Filter filter) {
      return under.with(scope.uses(filter.condition()).deciding(Use.FILTER));
    }
    if (plan instanceof Join || plan instanceof Sort || isLimit(plan)) {
      Use how = plan instanceof Join ? Use.JOIN : Use.SORT;
      return under.with(scope.all(CollectionConverters.asJava(plan.expressions())).deciding(how));
    }
    if (plan instanceof Distinct) {
      return under.with(Uses.together(under.columns().values()).deciding(Use.GROUP_BY));
    }
    if (plan instanceof Deduplicate first) {
      Uses keys = scope.all(CollectionConverters.asJava(first.keys())).deciding(Use.GROUP_BY);
      return under.with(keys);
    }
    if (plan instanceof Generate generate) {
      return generated(generate, under, scope);
    }
    if (plan instanceof Expand expand) {
      return expanded(expand, scope, under.rows());
    }
    if (plan instanceof LateralJoin lateral) {
      return lateral(lateral, under, scope);
    }
    return unknown(plan, List.of(under));
  }

  private static boolean isLimit(LogicalPlan plan) {
    return plan instanceof GlobalLimit || plan instanceof LocalLimit || plan instanceof Offset;
  }

  private static Step input(LogicalPlan plan) {
    Map<ExprId, Uses> columns = new HashMap<>();
    for (Attribute column : CollectionConverters.asJava(plan.output())) {
      columns.put(
          column.exprId(), QueryLineage.source(column.metadata()).map(Uses::of).orElse(Uses.NONE));
    }
    return new Step(columns, Uses.NONE);
  }

  private static Map<ExprId, Uses> named(Collection<NamedExpression> expressions, Scope scope) {
    Map<ExprId, Uses> columns = new HashMap<>();
    expressions.forEach(
        expression -> columns.put(expression.exprId(), scope.uses((Expression) expression)));
    return columns;
  }

  /** Columns one under the other, by their places. */
  private static Step stacked(LogicalPlan plan, List<Step> below) {
    List<LogicalPlan> children = CollectionConverters.asJava(plan.children());
    List<Attribute> output = CollectionConverters.asJava(plan.output());
    Map<ExprId, Uses> columns = new HashMap<>();
    Uses rows = Uses.together(below.stream().map(Step::rows).toList());
    for (int place = 0; place < output.size(); place++) {
      Uses uses = Uses.NONE;
      for (int child = 0; child < below.size(); child++) {
        ExprId id = CollectionConverters.asJava(children.get(child).output()).get(place).exprId();
        uses = uses.and(below.get(child).columns().getOrDefault(id, Uses.NONE));
      }
      columns.put(output.get(place).exprId(), uses);
    }
    if (plan instanceof SetOperation) {
      // Which rows are on both sides, or on one alone, is decided by all of their values.
      rows = rows.and(Uses.together(columns.values()).deciding(Use.FILTER));
    }
    return new Step(columns, rows);
  }

  private static Step generated(Generate generate, Step under, Scope scope) {
    Uses taken = scope.uses((Expression) generate.generator());
    Map<ExprId, Uses> columns = new HashMap<>(under.columns());
    CollectionConverters.asJava(generate.generatorOutput())
        .forEach(column -> columns.put(column.exprId(), taken.computed(Use.TRANSFORMATION)));
    return new Step(columns, under.rows().and(taken.deciding(Use.JOIN)));
  }

  /** Of ROLLUP, CUBE and GROUPING SETS: each row several times, some of its columns empty. */
  private static Step expanded(Expand expand, Scope scope, Uses rows) {
    List<Attribute> output = CollectionConverters.asJava(expand.output());
    Map<ExprId, Uses> columns = new HashMap<>();
    for (scala.collection.immutable.Seq<Expression> projection :
        CollectionConverters.asJava(expand.projections())) {
      List<Expression> values = CollectionConverters.asJava(projection);
      for (int place = 0; place < output.size(); place++) {
        columns.merge(output.get(place).exprId(), scope.uses(values.get(place)), Uses::and);
      }
    }
    return new Step(columns, rows);
  }

  private static Step lateral(LateralJoin lateral, Step under, Scope scope) {
    Step right = step(lateral.right().plan(), scope);
    Map<ExprId, Uses> columns = new HashMap<>(under.columns());
    columns.putAll(right.columns());
    Scope both = new Scope(columns, under.rows().and(right.rows()), scope.outer());
    Uses condition =
        lateral.condition().isDefined()
            ? both.uses(lateral.condition().get()).deciding(Use.JOIN)
            : Uses.NONE;
    return new Step(columns, both.rows().and(condition));
  }

  private Step unknown(LogicalPlan plan, List<Step> below) {
    Scope scope = Scope.of(below, outer);
    Uses all =
        scope
            .everything()
            .and(scope.all(CollectionConverters.asJava(plan.expressions())))
            .computed(Use.TRANSFORMATION);
    Map<ExprId, Uses> columns = new HashMap<>();
    CollectionConverters.asJava(plan.output()).forEach(column -> columns.put(column.exprId(), all));
    return new Step(columns, all.deciding(Use.FILTER));
  }
}
