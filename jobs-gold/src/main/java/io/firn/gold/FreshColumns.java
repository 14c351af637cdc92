package io.firn.gold;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import scala.Function1;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * A plan whose columns have other ids, so that it may stand beside one that has the same columns.
 *
 * @param plan the rows, with new ids
 * @param ids the new column of each old id
 */
record FreshColumns(LogicalPlan plan, Map<ExprId, Attribute> ids) {

  static FreshColumns of(LogicalPlan plan) {
    List<NamedExpression> renamed = new ArrayList<>();
    Map<ExprId, Attribute> ids = new HashMap<>();
    for (Attribute column : CollectionConverters.asJava(plan.output())) {
      Alias alias = as(column, column.newInstance());
      renamed.add(alias);
      ids.put(column.exprId(), alias.toAttribute());
    }
    return new FreshColumns(
        new Project(CollectionConverters.asScala(renamed).toSeq(), plan), Map.copyOf(ids));
  }

  /** {@code value} as the column {@code named}, with its id. */
  static Alias as(Expression value, Attribute named) {
    return new Alias(
        value,
        named.name(),
        named.exprId(),
        CollectionConverters.asScala(List.<String>of()).toSeq(),
        scala.Option.empty(),
        CollectionConverters.asScala(List.<String>of()).toSeq());
  }

  /** {@code expression} over the new columns. */
  Expression in(Expression expression) {
    return expression.transform(
        new AbstractPartialFunction<Expression, Expression>() {
          @Override
          public boolean isDefinedAt(Expression part) {
            return part instanceof Attribute column && ids.containsKey(column.exprId());
          }

          @Override
          @SuppressWarnings("unchecked") // the only B that Catalyst asks for is Expression
          public <A extends Expression, B> B applyOrElse(A part, Function1<A, B> otherwise) {
            return isDefinedAt(part)
                ? (B) ids.get(((Attribute) part).exprId())
                : otherwise.apply(part);
          }
        });
  }
}
