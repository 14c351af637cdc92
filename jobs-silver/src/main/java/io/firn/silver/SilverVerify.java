package io.firn.silver;

import io.firn.commit.Progress;
import io.firn.config.SilverTable;
import io.firn.model.SnapshotRange;
import io.firn.run.CheckResult;
import io.firn.run.JobContext;
import io.firn.table.Tables;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Builds the table anew from all of bronze up to the snapshot that silver has reached, with the same
 * pure functions, and compares row by row: what was refreshed step by step must be what one step
 * would give.
 */
final class SilverVerify {
  private final SilverTable table;
  private final JobContext context;

  SilverVerify(SilverTable table, JobContext context) {
    this.table = table;
    this.context = context;
  }

  List<CheckResult> checks() {
    Optional<Table> target = Tables.load(context.catalog(), table.unit().tableName());
    Optional<SilverProgress> reached =
        target.flatMap(Progress::read).map(Progress::text).map(SilverProgress::parse);
    if (target.isEmpty() || reached.isEmpty()) {
      return List.of(
          new CheckResult(table.unit(), "equals-rebuild", true, "nothing was promoted yet"));
    }
    Dataset<Row> held = held();
    Dataset<Row> rebuilt = rebuilt(target.get(), reached.get());
    long missing = rebuilt.exceptAll(held).count();
    long extra = held.exceptAll(rebuilt).count();
    long rows = held.count();
    return List.of(
        new CheckResult(
            table.unit(),
            "equals-rebuild",
            missing == 0 && extra == 0,
            rows + " rows; " + missing + " missing, " + extra + " that a rebuild does not have"),
        oneRowPerKey(held, rows));
  }

  private CheckResult oneRowPerKey(Dataset<Row> held, long rows) {
    Column[] key = table.key().stream().map(functions::col).toArray(Column[]::new);
    long keys = held.select(key).distinct().count();
    return new CheckResult(
        table.unit(), "one-row-per-key", keys == rows, rows + " rows, " + keys + " keys");
  }

  private Dataset<Row> held() {
    return context
        .spark()
        .get()
        .table(table.unit().tableName().inCatalog(context.pipeline().catalog().name()));
  }

  private Dataset<Row> rebuilt(Table target, SilverProgress reached) {
    SnapshotRange all = new SnapshotRange(OptionalLong.empty(), reached.snapshot());
    Dataset<Row> delta = Delta.read(table, all, context);
    Survey survey = Survey.of(table, delta, context);
    RowShape shape = RowShape.of(table, target.schema());
    Dataset<Row> rows = LeftOutValues.withoutTable(Rows.latest(table, delta, survey, shape), shape);
    Column[] columns =
        Arrays.stream(shape.table().fieldNames()).map(functions::col).toArray(Column[]::new);
    return rows.filter(functions.not(functions.col(Columns.DELETED))).select(columns);
  }
}
