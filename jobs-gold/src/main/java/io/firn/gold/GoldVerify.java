package io.firn.gold;

import io.firn.commit.Progress;
import io.firn.config.GoldTable;
import io.firn.quality.RowRules;
import io.firn.run.CheckResult;
import io.firn.run.JobContext;
import io.firn.table.RowComparison;
import io.firn.table.Tables;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Computes the table anew from the snapshots it says it was made of, and compares row by row. */
final class GoldVerify {
  private final GoldTable table;
  private final JobContext context;

  GoldVerify(GoldTable table, JobContext context) {
    this.table = table;
    this.context = context;
  }

  List<CheckResult> checks() {
    Optional<Table> target = Tables.load(context.catalog(), table.unit().tableName());
    Optional<GoldProgress> cut =
        target.flatMap(Progress::read).map(Progress::text).map(GoldProgress::parse);
    if (cut.isEmpty()) {
      return List.of(new CheckResult(table.unit(), "equals-rebuild", true, "nothing was made yet"));
    }
    // A query's rows are those of the table and those that are kept out of it.
    Dataset<Row> rebuilt =
        GoldQuery.rows(table, cut.get().inputs(), context)
            .filter(RowRules.holdAll(table.expectations().quarantining()));
    Column[] columns =
        Arrays.stream(rebuilt.columns())
            .map(column -> functions.col("`" + column + "`"))
            .toArray(Column[]::new);
    Dataset<Row> held =
        context
            .spark()
            .get()
            .table(table.unit().tableName().inCatalog(context.pipeline().catalog().name()))
            .select(columns);
    RowComparison compared = RowComparison.between(rebuilt, held);
    return List.of(
        new CheckResult(table.unit(), "equals-rebuild", compared.same(), compared.toString()));
  }
}
