package io.firn.gold;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.Window;
import scala.jdk.javaapi.CollectionConverters;

/** What the rows of an input go through on their way to a query's result, told in a few words. */
final class InputPath {
  private final int place;
  private final List<String> steps = new ArrayList<>();
  private int uses;

  private InputPath(int place) {
    this.place = place;
  }

  /** From the input on. */
  static List<String> of(LogicalPlan query, InputUse use) {
    InputPath path = new InputPath(use.place());
    path.leadsThrough(query);
    return List.copyOf(path.steps);
  }

  private boolean leadsThrough(LogicalPlan node) {
    if (InputUse.isInput(node)) {
      return uses++ == place;
    }
    boolean leads = false;
    for (LogicalPlan child : CollectionConverters.asJava(node.children())) {
      leads |= leadsThrough(child);
    }
    if (leads) {
      tell(node);
    }
    return leads;
  }

  private void tell(LogicalPlan node) {
    if (node instanceof Join join) {
      String condition = join.condition().isDefined() ? " on " + join.condition().get().sql() : "";
      steps.add(lower(join.joinType().sql()) + " join" + condition);
    } else if (node instanceof Aggregate aggregate) {
      steps.add(
          aggregate.groupingExpressions().isEmpty()
              ? "aggregated as a whole"
              : "grouped by " + sql(CollectionConverters.asJava(aggregate.groupingExpressions())));
    } else if (node instanceof Window window) {
      steps.add(
          window.partitionSpec().isEmpty()
              ? "a window over all rows"
              : "a window by " + sql(CollectionConverters.asJava(window.partitionSpec())));
    } else if (node instanceof Generate generate) {
      steps.add(((Expression) generate.generator()).sql());
    } else if (!isOfEachRow(node)) {
      steps.add(lower(node.nodeName()));
    }
  }

  private static boolean isOfEachRow(LogicalPlan node) {
    return node instanceof Project
        || node instanceof Filter
        || node instanceof SubqueryAlias
        || node instanceof Sort
        || node instanceof Distinct;
  }

  private static String sql(List<Expression> expressions) {
    return expressions.stream().map(Expression::sql).collect(Collectors.joining(", "));
  }

  private static String lower(String name) {
    return Reach.lower(name);
  }
}
