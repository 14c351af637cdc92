package io.firn.gold;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import scala.Function1;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractPartialFunction;

/** Finds the names that a query's WITH clauses introduce. */
final class CommonTableNames extends AbstractPartialFunction<LogicalPlan, LogicalPlan> {
  private final Set<String> names = new HashSet<>();

  static Set<String> in(LogicalPlan parsed) {
    CommonTableNames found = new CommonTableNames();
    parsed.transformUpWithSubqueries(found);
    return found.names;
  }

  @Override
  public boolean isDefinedAt(LogicalPlan plan) {
    return plan instanceof UnresolvedWith;
  }

  @Override
  public <A extends LogicalPlan, B> B applyOrElse(A plan, Function1<A, B> otherwise) {
    if (plan instanceof UnresolvedWith with) {
      CollectionConverters.asJava(with.cteRelations())
          .forEach(
              common -> {
                names.add(common._1().toLowerCase(Locale.ROOT));
                common._2().transformUpWithSubqueries(this);
              });
    }
    return otherwise.apply(plan);
  }
}
