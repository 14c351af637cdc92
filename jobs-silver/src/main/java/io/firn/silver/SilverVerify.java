package io.firn.silver;

import io.firn.commit.Progress;
import io.firn.config.SilverTable;
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

/**
 * Builds the table anew from all of bronze up to the snapshot that silver has reached, with the
 * same pure functions, and compares row by row: what was refreshed step by step must be what one
 * step would give.
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
    if (!reached.get().transform().equals(TransformCode.fingerprint(table))) {
      String found =
          "the rows were made with another transform: firn run --rebuild " + table.unit();
      return List.of(new CheckResult(table.unit(), "equals-rebuild", false, found));
    }
    Dataset<Row> held = held();
    Dataset<Row> rebuilt = rebuilt(target.get(), reached.get());
    RowComparison compared = RowComparison.between(rebuilt, held);
    return List.of(
        new CheckResult(table.unit(), "equals-rebuild", compared.same(), compared.toString()),
        oneRowPerKey(held, compared.held()));
  }

  private CheckResult oneRowPerKey(Dataset<Row> held, long rows) {
    if (table.rules().versions().isPresent()) {
      Dataset<Row> current = held.where(functions.col(Columns.IS_CURRENT));
      return oneRowPerKey(current, current.count(), "current rows");
    }
    return oneRowPerKey(held, rows, "rows");
  }

  private CheckResult oneRowPerKey(Dataset<Row> held, long rows, String what) {
    Column[] key = table.rowKey().stream().map(Columns::named).toArray(Column[]::new);
    long keys = held.select(key).distinct().count();
    return new CheckResult(
        table.unit(), "one-row-per-key", keys == rows, rows + " " + what + ", " + keys + " keys");
  }

  private Dataset<Row> held() {
    return context
        .spark()
        .get()
        .table(table.unit().tableName().inCatalog(context.pipeline().catalog().name()));
  }

  private Dataset<Row> rebuilt(Table target, SilverProgress reached) {
    TableShapes shapes = TableShapes.of(table, target, context);
    if (shapes.table().versions()) {
      return Versions.rebuilt(table, reached.snapshot(), shapes.table(), context);
    }
    Dataset<Row> rows =
        shapes.kept(Rows.rebuilt(table, reached.snapshot(), shapes.typed(), context));
    Column[] columns =
        Arrays.stream(shapes.table().table().fieldNames())
            .map(Columns::named)
            .toArray(Column[]::new);
    return rows.filter(functions.not(functions.col(Columns.DELETED))).select(columns);
  }
}
