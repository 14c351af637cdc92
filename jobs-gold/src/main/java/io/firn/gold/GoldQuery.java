package io.firn.gold;

import io.firn.config.GoldTable;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.run.JobContext;
import java.util.Map;
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
    try {
      LogicalPlan parsed = spark.sessionState().sqlParser().parsePlan(table.sql());
      LogicalPlan pinned =
          new PinnedTables(table, context.pipeline().catalog().name(), snapshots, spark)
              .allowing(CommonTableNames.in(parsed))
              .pin(parsed);
      org.apache.spark.sql.classic.Dataset<Row> rows = Dataset$.MODULE$.ofRows(spark, pinned);
      Purity.require(table, rows.queryExecution().analyzed());
      return rows;
    } catch (Exception thrown) {
      // Spark declares no checked exceptions and throws AnalysisException, which is one.
      if (thrown instanceof AnalysisException analysis) {
        throw broken(table, analysis);
      }
      throw (RuntimeException) thrown;
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
