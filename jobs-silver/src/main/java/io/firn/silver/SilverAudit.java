package io.firn.silver;

import io.firn.config.Expectations;
import io.firn.config.SilverTable;
import io.firn.model.UnitName;
import io.firn.quality.Audit;
import io.firn.quality.FittingRules;
import io.firn.run.JobContext;
import io.firn.run.expect.LiveRows;
import io.firn.run.expect.Publication;
import io.firn.table.Tables;
import java.time.Instant;
import java.util.OptionalLong;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Asks a silver table's expectations.
 *
 * <p>A run in which one with {@code otherwise = fail} does not hold leaves rows and progress as
 * they are, so the next run reads the same changes and those that came since: a row that was put
 * right meanwhile is right then, since what is written is what the latest change of its key made.
 */
final class SilverAudit {
  private SilverAudit() {}

  /**
   * @param target the table as it is served, with the columns of the run
   * @param bronze the snapshot that the run reads up to
   * @throws io.firn.model.FirnException CONFIG when an expectation does not fit the columns
   */
  static Publication of(SilverTable table, Table target, long bronze, JobContext context) {
    Expectations expected = table.rules().expectations();
    Instant inputsAt = Instant.EPOCH;
    if (!expected.isEmpty()) {
      FittingRules.require(
          table.unit(), expected, SparkSchemaUtil.convert(target.schema()), context.spark().get());
      inputsAt = landedAt(table, bronze, context);
    }
    Audit audit = new Audit(table.rowKey(), served(target), inputsAt, SilverAudit::unknown);
    return new Publication(table.unit(), expected, audit, context);
  }

  private static Instant landedAt(SilverTable table, long bronze, JobContext context) {
    Table landed = Tables.load(context.catalog(), table.from().tableName()).orElseThrow();
    return Instant.ofEpochMilli(landed.snapshot(bronze).timestampMillis());
  }

  private static OptionalLong served(Table target) {
    Snapshot head = target.currentSnapshot();
    return head == null ? OptionalLong.empty() : OptionalLong.of(LiveRows.of(head));
  }

  private static Dataset<Row> unknown(UnitName unit) {
    throw new IllegalStateException("silver refers to no other table, and not to " + unit);
  }
}
