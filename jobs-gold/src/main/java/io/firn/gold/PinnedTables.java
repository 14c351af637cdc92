package io.firn.gold;

import io.firn.config.GoldTable;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.AliasIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.functions;
import scala.Function1;
import scala.Option;
import scala.Tuple3;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * Puts the pinned snapshot of each declared input in the place of its name in a parsed query,
 * before Spark looks any name up: the query can read nothing else, and reads one state of each.
 *
 * <p>Columns that Firn keeps for itself ({@code __…}) are not seen by the query.
 */
final class PinnedTables extends AbstractPartialFunction<LogicalPlan, LogicalPlan> {
  private final GoldTable table;
  private final String catalog;
  private final Map<String, Long> snapshots;
  private final SparkSession spark;
  private final Set<String> commonTables = new HashSet<>();

  /**
   * @param snapshots snapshot id by table name ({@code silver.orders})
   */
  PinnedTables(GoldTable table, String catalog, Map<String, Long> snapshots, SparkSession spark) {
    this.table = table;
    this.catalog = catalog;
    this.snapshots = snapshots;
    this.spark = spark;
  }

  /**
   * @throws FirnException CONFIG when the query names a table that is no declared input
   */
  LogicalPlan pin(LogicalPlan parsed) {
    return parsed.transformUpWithSubqueries(this);
  }

  @Override
  public boolean isDefinedAt(LogicalPlan plan) {
    return plan instanceof UnresolvedRelation || plan instanceof UnresolvedWith;
  }

  @Override
  public <A extends LogicalPlan, B> B applyOrElse(A plan, Function1<A, B> otherwise) {
    if (plan instanceof UnresolvedRelation relation) {
      return result(pinned(relation));
    }
    if (plan instanceof UnresolvedWith with) {
      return result(withPinnedTables(with));
    }
    return otherwise.apply(plan);
  }

  @SuppressWarnings("unchecked") // the only B that Catalyst asks for is LogicalPlan
  private static <B> B result(LogicalPlan plan) {
    return (B) plan;
  }

  /** The tables of a WITH clause are no children of its node, so they are visited here. */
  private LogicalPlan withPinnedTables(UnresolvedWith with) {
    List<Tuple3<String, SubqueryAlias, Option<Object>>> pinned =
        CollectionConverters.asJava(with.cteRelations()).stream()
            .map(common -> new Tuple3<>(common._1(), (SubqueryAlias) pin(common._2()), common._3()))
            .toList();
    return new UnresolvedWith(
        with.child(), CollectionConverters.asScala(pinned).toSeq(), with.allowRecursion());
  }

  private LogicalPlan pinned(UnresolvedRelation relation) {
    List<String> name = CollectionConverters.asJava(relation.multipartIdentifier());
    if (name.size() == 1 && commonTables.contains(name.get(0).toLowerCase(Locale.ROOT))) {
      return relation;
    }
    Long snapshot = snapshots.get(String.join(".", name));
    if (snapshot == null) {
      throw undeclared(name);
    }
    Dataset<Row> rows =
        spark
            .read()
            .format("iceberg")
            .option("versionAsOf", snapshot.toString())
            .load("`" + catalog + "`.`" + String.join("`.`", name) + "`");
    Column[] visible =
        Arrays.stream(rows.columns())
            .filter(column -> !column.startsWith("__"))
            .map(column -> functions.col("`" + column + "`"))
            .toArray(Column[]::new);
    org.apache.spark.sql.classic.Dataset<Row> classic =
        (org.apache.spark.sql.classic.Dataset<Row>) rows.select(visible);
    return new SubqueryAlias(
        new AliasIdentifier(
            name.get(name.size() - 1),
            CollectionConverters.asScala(name.subList(0, name.size() - 1)).toSeq()),
        classic.logicalPlan());
  }

  /** Collects the names that WITH clauses introduce anywhere in the query. */
  PinnedTables allowing(Set<String> names) {
    commonTables.addAll(names);
    return this;
  }

  private FirnException undeclared(List<String> name) {
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            table.unit() + " reads a table that is no declared input",
            table.sqlFile(),
            "tables of 'from': " + snapshots.keySet(),
            "'" + String.join(".", name) + "'",
            "Add it to firn.gold." + table.name() + ".from, or correct the query."));
  }
}
