package io.firn.gold;

import io.firn.config.GoldTable;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.quality.Audit;
import io.firn.run.JobContext;
import io.firn.run.expect.Publication;
import io.firn.table.Tables;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Asks a gold table's expectations by its cut: the snapshots that it is made of. */
final class GoldAudit {
  private GoldAudit() {}

  /**
   * @param target the table as it is served
   */
  static Publication of(GoldTable table, GoldProgress cut, Table target, JobContext context) {
    Audit audit =
        new Audit(
            table.grain(),
            served(target),
            table.expectations().isEmpty() ? Instant.EPOCH : inputsAt(cut, context),
            unit -> pinned(unit, cut, context));
    return new Publication(table.unit(), table.expectations(), audit, context);
  }

  private static OptionalLong served(Table target) {
    Snapshot head = target.currentSnapshot();
    String rows = head == null ? null : head.summary().get(SnapshotSummary.TOTAL_RECORDS_PROP);
    return rows == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(rows));
  }

  /** When the newest of the inputs was committed. */
  private static Instant inputsAt(GoldProgress cut, JobContext context) {
    Instant newest = Instant.EPOCH;
    for (Map.Entry<String, Long> input : cut.inputs().entrySet()) {
      Table table = Tables.load(context.catalog(), TableName.parse(input.getKey())).orElseThrow();
      Instant committed = Instant.ofEpochMilli(table.snapshot(input.getValue()).timestampMillis());
      newest = committed.isAfter(newest) ? committed : newest;
    }
    return newest;
  }

  private static Dataset<Row> pinned(UnitName unit, GoldProgress cut, JobContext context) {
    return context
        .spark()
        .get()
        .read()
        .format("iceberg")
        .option("versionAsOf", cut.inputs().get(unit.tableName().toString()).toString())
        .load(unit.tableName().inCatalog(context.pipeline().catalog().name()));
  }
}
