package io.firn.gold;

import io.firn.config.GoldTable;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.CurrentDate;
import org.apache.spark.sql.catalyst.expressions.CurrentTime;
import org.apache.spark.sql.catalyst.expressions.CurrentTimestampLike;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.LocalTimestamp;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Refuses a query whose result depends on anything but its inputs: a clock or a random value would
 * make today's rebuild another table than yesterday's.
 */
final class Purity {
  private final List<String> impure = new ArrayList<>();

  private Purity() {}

  /**
   * @throws FirnException CONFIG naming what the query reads besides its inputs
   */
  static void require(GoldTable table, LogicalPlan analyzed) {
    Purity purity = new Purity();
    purity.visit(analyzed);
    if (!purity.impure.isEmpty()) {
      throw new FirnException(
          new Failure(
              ErrorKind.CONFIG,
              table.unit() + " does not depend on its inputs alone",
              table.sqlFile(),
              "a query without clock or random values",
              String.join(", ", purity.impure),
              "Take the value from a column of the input instead."));
    }
  }

  private void visit(LogicalPlan plan) {
    CollectionConverters.asJava(plan.expressions()).forEach(this::visit);
    CollectionConverters.asJava(plan.children()).forEach(this::visit);
  }

  private void visit(Expression expression) {
    boolean clock =
        expression instanceof CurrentTimestampLike
            || expression instanceof CurrentDate
            || expression instanceof CurrentTime
            || expression instanceof LocalTimestamp;
    boolean leafOfChance = !expression.deterministic() && childrenDeterministic(expression);
    if (clock || leafOfChance) {
      impure.add(expression.prettyName() + "()");
    }
    if (expression instanceof SubqueryExpression subquery) {
      visit(subquery.plan());
    }
    CollectionConverters.asJava(expression.children()).forEach(this::visit);
  }

  private static boolean childrenDeterministic(Expression expression) {
    return CollectionConverters.asJava(expression.children()).stream()
        .allMatch(Expression::deterministic);
  }
}
