package io.firn.gold;

import io.firn.config.GoldTable;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.functions;

/**
 * The pinned snapshot of each declared input: what a query reads in the place of the table's name,
 * one state of each.
 *
 * <p>Columns that Firn keeps for itself ({@code __…}) are not seen by the query.
 */
final class PinnedTables {
  private final GoldTable table;
  private final String catalog;
  private final Map<String, Long> snapshots;
  private final SparkSession spark;

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
   * The rows of the table of that name.
   *
   * @throws FirnException CONFIG when it is no declared input
   */
  LogicalPlan pinned(List<String> name) {
    Long snapshot = snapshots.get(String.join(".", name));
    if (snapshot == null) {
      throw undeclared(table, snapshots.keySet(), name);
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
    return classic.logicalPlan();
  }

  /** A query names a table that it may not read. */
  static FirnException undeclared(GoldTable table, Set<String> inputs, List<String> name) {
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            table.unit() + " reads a table that is no declared input",
            table.sqlFile(),
            "tables of 'from': " + inputs,
            "'" + String.join(".", name) + "'",
            "Add it to firn.gold." + table.name() + ".from, or correct the query."));
  }
}
