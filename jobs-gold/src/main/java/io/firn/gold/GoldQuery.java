package io.firn.gold;

import io.firn.config.GoldTable;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.quality.Impurity;
import io.firn.quality.NamedTables;
import io.firn.quality.Purity;
import io.firn.run.JobContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;

/** A gold table's query over pinned snapshots. */
final class GoldQuery {
  private GoldQuery() {}

  /**
   * The query's rows; nothing is computed yet.
   *
   * @throws FirnException CONFIG when the query does not parse, does not fit its inputs, reads
   *     other tables or depends on more than its inputs
   */
  static Dataset<Row> rows(GoldTable table, Map<String, Long> snapshots, JobContext context) {
    SparkSession spark = (SparkSession) context.spark().get();
    PinnedTables pinned =
        new PinnedTables(table, context.pipeline().catalog().name(), snapshots, spark);
    return rows(table, pinned::pinned, spark);
  }

  /**
   * The query's rows over any rows.
   *
   * @param inputs what a table's name, in its parts, stands for; throws for one that is no input
   */
  static Dataset<Row> rows(
      GoldTable table, Function<List<String>, LogicalPlan> inputs, SparkSession spark) {
    try {
      LogicalPlan parsed = spark.sessionState().sqlParser().parsePlan(table.sql());
      requirePure(table, Purity.of(table.sql(), parsed));
      org.apache.spark.sql.classic.Dataset<Row> rows =
          Dataset$.MODULE$.ofRows(spark, NamedTables.in(parsed, inputs));
      requirePure(table, Purity.of(rows.queryExecution().analyzed(), Set.of()));
      return rows;
    } catch (Exception thrown) {
      // Spark declares no checked exceptions and throws AnalysisException, which is one.
      if (thrown instanceof AnalysisException analysis) {
        throw broken(table, analysis);
      }
      throw (RuntimeException) thrown;
    }
  }

  private static void requirePure(GoldTable table, List<Impurity> impure) {
    if (!impure.isEmpty()) {
      throw new FirnException(
          new Failure(
              ErrorKind.CONFIG,
              table.unit() + " does not depend on its inputs alone",
              table.sqlFile(),
              "a query whose result is the same whenever and wherever it runs",
              impure.stream().map(Impurity::toString).collect(Collectors.joining(", ")),
              "Take the value from a column of the input instead."));
    }
  }

  private static FirnException broken(GoldTable table, AnalysisException analysis) {
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            "The query of " + table.unit() + " does not fit its inputs",
            table.sqlFile(),
            "Spark SQL over " + table.from(),
            analysis.getMessage(),
            "Correct the query; 'firn status' shows which inputs exist."),
        analysis);
  }
}
