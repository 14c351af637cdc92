package io.firn.lineage;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.OuterReference;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What an expression can name: the columns below it, and those of the query around it.
 *
 * @param rows what decides which rows there are below
 * @param outer of the query around; empty at the top
 */
record Scope(Map<ExprId, Uses> columns, Uses rows, Optional<Scope> outer) {
  static final Scope EMPTY = new Scope(Map.of(), Uses.NONE, Optional.empty());

  Scope {
    columns = Collections.unmodifiableMap(new HashMap<>(columns));
  }

  static Scope of(List<PlanLineage.Step> below, Scope outer) {
    Map<ExprId, Uses> columns = new HashMap<>();
    below.forEach(step -> columns.putAll(step.columns()));
    return new Scope(
        columns,
        Uses.together(below.stream().map(PlanLineage.Step::rows).toList()),
        Optional.of(outer));
  }

  Uses all(Collection<? extends Expression> expressions) {
    return Uses.together(expressions.stream().map(this::uses).toList());
  }

  /** Whatever is known here and around. */
  Uses everything() {
    Uses here = Uses.together(columns.values()).and(rows);
    return outer.map(around -> here.and(around.everything())).orElse(here);
  }

  Uses uses(Expression expression) {
    if (expression instanceof Attribute column) {
      return Optional.ofNullable(columns.get(column.exprId()))
          // Nobody knows where it comes from, so it may come from anywhere.
          .orElseGet(() -> everything().computed(Use.TRANSFORMATION));
    }
    if (expression instanceof OuterReference reference) {
      return outer.orElse(EMPTY).uses((Expression) reference.e());
    }
    if (expression instanceof Alias alias) {
      return uses(alias.child());
    }
    if (expression instanceof SubqueryExpression subquery) {
      return subquery(subquery);
    }
    if (expression instanceof If choice) {
      return uses(choice.predicate())
          .deciding(Use.CONDITIONAL)
          .and(all(List.of(choice.trueValue(), choice.falseValue())).computed(Use.TRANSFORMATION));
    }
    if (expression instanceof CaseWhen choice) {
      return choice(choice);
    }
    if (expression instanceof AggregateExpression aggregate) {
      Uses filter =
          aggregate.filter().isDefined()
              ? uses(aggregate.filter().get()).deciding(Use.CONDITIONAL)
              : Uses.NONE;
      return all(CollectionConverters.asJava(aggregate.aggregateFunction().children()))
          .computed(Use.AGGREGATION)
          .and(filter);
    }
    if (expression instanceof WindowExpression window) {
      return uses(window.windowFunction())
          .computed(Use.TRANSFORMATION)
          .and(uses(window.windowSpec()).deciding(Use.WINDOW));
    }
    return all(CollectionConverters.asJava(expression.children())).computed(Use.TRANSFORMATION);
  }

  private Uses choice(CaseWhen choice) {
    Uses uses = Uses.NONE;
    for (scala.Tuple2<Expression, Expression> branch :
        CollectionConverters.asJava(choice.branches())) {
      uses =
          uses.and(uses(branch._1()).deciding(Use.CONDITIONAL))
              .and(uses(branch._2()).computed(Use.TRANSFORMATION));
    }
    return choice.elseValue().isDefined()
        ? uses.and(uses(choice.elseValue().get()).computed(Use.TRANSFORMATION))
        : uses;
  }

  /**
   * Its value, and whether it has rows at all, depend on all that its plan depends on, where it
   * also names what it takes from the query around.
   */
  private Uses subquery(SubqueryExpression subquery) {
    PlanLineage.Step step = PlanLineage.step(subquery.plan(), this);
    Uses values = Uses.together(step.columns().values()).computed(Use.TRANSFORMATION);
    return values.and(step.rows());
  }
}
