package io.firn.gold;

import io.firn.gold.ChangeTrace.Lost;
import io.firn.gold.ChangeTrace.Traced;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.optimizer.InlineCTE;
import org.apache.spark.sql.catalyst.optimizer.PullupCorrelatedPredicates$;
import org.apache.spark.sql.catalyst.optimizer.RewriteCorrelatedScalarSubquery$;
import org.apache.spark.sql.catalyst.optimizer.RewritePredicateSubquery$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.jdk.javaapi.CollectionConverters;

/** How changes of one input of a query reach the grain of its result. */
sealed interface Reach {

  /**
   * The changed rows tell these columns of the grain: groups that have none of their values are the
   * same as before.
   *
   * @param columns in the grain's order, at least one
   */
  record Told(List<String> columns) implements Reach {}

  /**
   * @param reason why any group may have changed
   */
  record Anywhere(String reason) implements Reach {}

  /**
   * {@code analyzed} with each use of a common table as a query of its own, and with the joins that
   * EXISTS, IN and correlated subqueries stand for, as Spark itself makes them.
   */
  static LogicalPlan inlined(LogicalPlan analyzed) {
    LogicalPlan inlined = new InlineCTE(true, false).apply(analyzed);
    LogicalPlan pulledUp = PullupCorrelatedPredicates$.MODULE$.apply(inlined);
    LogicalPlan joined = RewritePredicateSubquery$.MODULE$.apply(pulledUp);
    return RewriteCorrelatedScalarSubquery$.MODULE$.apply(joined);
  }

  /** By input table; an input that the query does not read is not there. */
  static Map<String, Reach> of(LogicalPlan inlined, List<String> grain) {
    Map<String, Reach> reaches = new TreeMap<>();
    for (InputUse use : InputUse.in(inlined)) {
      reaches.merge(use.table(), of(inlined, use, grain), Reach::and);
    }
    for (String table : InputUse.inSubqueries(inlined)) {
      reaches.put(table, new Anywhere("it is read in a subquery of an expression"));
    }
    return reaches;
  }

  private static Reach of(LogicalPlan query, InputUse use, List<String> grain) {
    try {
      List<String> told = new ArrayList<>(grain);
      Map<String, ExprId> ids = ids(query);
      for (Traced traced : ChangeTrace.of(query, use, use.plan())) {
        told.removeIf(column -> !traced.told().contains(ids.get(lower(column))));
      }
      return told.isEmpty()
          ? new Anywhere("its rows do not tell any of the grain " + grain)
          : new Told(List.copyOf(told));
    } catch (Lost lost) {
      return new Anywhere(lost.getMessage());
    }
  }

  /** The result's columns by their names in lower case. */
  static Map<String, ExprId> ids(LogicalPlan query) {
    Map<String, ExprId> ids = new HashMap<>();
    for (Attribute column : CollectionConverters.asJava(query.output())) {
      ids.put(lower(column.name()), column.exprId());
    }
    return ids;
  }

  /** Names of columns are the same in any case. */
  static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** How changes of both reach the grain. */
  static Reach and(Reach one, Reach other) {
    if (one instanceof Told first && other instanceof Told second) {
      List<String> both = first.columns().stream().filter(second.columns()::contains).toList();
      return both.isEmpty()
          ? new Anywhere(
              "one change tells " + first.columns() + " of the grain, another " + second.columns())
          : new Told(both);
    }
    return one instanceof Anywhere ? one : other;
  }
}
