package io.firn.gold;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A place where a query reads an input; a table joined with itself has two.
 *
 * @param place counted in the order of a walk from the left
 * @param table name of the input, as {@code silver.orders}
 * @param plan what stands there
 */
record InputUse(int place, String table, LogicalPlan plan) {

  /** Those of {@code query}, as {@link PinnedTables} made them; not those in subqueries. */
  static List<InputUse> in(LogicalPlan query) {
    List<InputUse> uses = new ArrayList<>();
    collect(query, uses);
    return uses;
  }

  private static void collect(LogicalPlan node, List<InputUse> uses) {
    if (isInput(node)) {
      uses.add(new InputUse(uses.size(), name((SubqueryAlias) node), node));
    } else {
      CollectionConverters.asJava(node.children()).forEach(child -> collect(child, uses));
    }
  }

  /** Names of all inputs that {@code query} reads anywhere, also in subqueries of expressions. */
  static Set<String> everywhere(LogicalPlan query) {
    Set<String> names = new TreeSet<>();
    in(query).forEach(use -> names.add(use.table()));
    names.addAll(inSubqueries(query));
    return names;
  }

  /** Names of the inputs that expressions of {@code query} read in queries of their own. */
  static Set<String> inSubqueries(LogicalPlan query) {
    Set<String> names = new TreeSet<>();
    if (!isInput(query)) {
      CollectionConverters.asJava(query.expressions())
          .forEach(expression -> collect(expression, names));
      CollectionConverters.asJava(query.children())
          .forEach(child -> names.addAll(inSubqueries(child)));
    }
    return names;
  }

  private static void collect(Expression expression, Set<String> names) {
    if (expression instanceof SubqueryExpression subquery) {
      names.addAll(everywhere(subquery.plan()));
    }
    CollectionConverters.asJava(expression.children()).forEach(part -> collect(part, names));
  }

  /** An alias of a user's has no qualifier. */
  static boolean isInput(LogicalPlan node) {
    return node instanceof SubqueryAlias alias && !alias.identifier().qualifier().isEmpty();
  }

  private static String name(SubqueryAlias alias) {
    return Stream.concat(
            CollectionConverters.asJava(alias.identifier().qualifier()).stream(),
            Stream.of(alias.identifier().name()))
        .collect(Collectors.joining("."));
  }
}
