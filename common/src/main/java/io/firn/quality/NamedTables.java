package io.firn.quality;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.AliasIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import scala.Function1;
import scala.Option;
import scala.Tuple3;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * Puts a plan in the place of each table's name in a parsed query, before Spark looks any name up:
 * the query can read nothing else. Names that its WITH clauses introduce are its own.
 */
public final class NamedTables extends AbstractPartialFunction<LogicalPlan, LogicalPlan> {
  private final Function<List<String>, LogicalPlan> tables;
  private final Set<String> commonTables;

  private NamedTables(Function<List<String>, LogicalPlan> tables, Set<String> commonTables) {
    this.tables = tables;
    this.commonTables = commonTables;
  }

  /**
   * {@code parsed} with its tables in their places.
   *
   * @param tables the rows that a name, in its parts, stands for; throws for one that it may not
   *     read
   */
  public static LogicalPlan in(LogicalPlan parsed, Function<List<String>, LogicalPlan> tables) {
    return new NamedTables(tables, CommonTableNames.in(parsed)).put(parsed);
  }

  private LogicalPlan put(LogicalPlan parsed) {
    return parsed.transformUpWithSubqueries(this);
  }

  @Override
  public boolean isDefinedAt(LogicalPlan plan) {
    return plan instanceof UnresolvedRelation || plan instanceof UnresolvedWith;
  }

  @Override
  public <A extends LogicalPlan, B> B applyOrElse(A plan, Function1<A, B> otherwise) {
    if (plan instanceof UnresolvedRelation relation) {
      return result(put(relation));
    }
    if (plan instanceof UnresolvedWith with) {
      return result(put(with));
    }
    return otherwise.apply(plan);
  }

  @SuppressWarnings("unchecked") // the only B that Catalyst asks for is LogicalPlan
  private static <B> B result(LogicalPlan plan) {
    return (B) plan;
  }

  /** The tables of a WITH clause are no children of its node, so they are visited here. */
  private LogicalPlan put(UnresolvedWith with) {
    List<Tuple3<String, SubqueryAlias, Option<Object>>> common =
        CollectionConverters.asJava(with.cteRelations()).stream()
            .map(table -> new Tuple3<>(table._1(), (SubqueryAlias) put(table._2()), table._3()))
            .toList();
    return new UnresolvedWith(
        with.child(), CollectionConverters.asScala(common).toSeq(), with.allowRecursion());
  }

  private LogicalPlan put(UnresolvedRelation relation) {
    List<String> name = CollectionConverters.asJava(relation.multipartIdentifier());
    if (name.size() == 1 && commonTables.contains(name.get(0).toLowerCase(Locale.ROOT))) {
      return relation;
    }
    return new SubqueryAlias(
        new AliasIdentifier(
            name.get(name.size() - 1),
            CollectionConverters.asScala(name.subList(0, name.size() - 1)).toSeq()),
        tables.apply(name));
  }

  /** Finds the names that a query's WITH clauses introduce. */
  private static final class CommonTableNames
      extends AbstractPartialFunction<LogicalPlan, LogicalPlan> {
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
}
