package io.firn.silver;

import io.firn.commit.RowFiles;
import io.firn.config.SilverTable;
import io.firn.model.SnapshotRange;
import io.firn.run.JobContext;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * The pure part of silver: bronze rows in, one typed row per key out. Reads no clock and writes
 * nothing, and of the silver table only where rows stand that changes with left-out values may
 * mean, so that the incremental result and a rebuild are the same.
 */
final class Rows {
  private Rows() {}

  /**
   * @param delta as {@link Delta} reads it
   * @param existing the table's rows; empty when the delta is all that bronze holds
   * @return rows of {@link RowShape#rows()}
   */
  static Dataset<Row> latest(
      SilverTable table, Delta delta, Survey survey, RowShape shape, Optional<Existing> existing) {
    SparkSession spark = delta.rows().sparkSession();
    String unit = table.unit().toString();
    KeyedChanges keyed = new KeyedChanges(unit, KeyPaths.of(table), survey.groups());
    Dataset<Row> changes = changes(delta.rows(), keyed);
    if (delta.leavesOut() && existing.isPresent()) {
      Dataset<Row> leavingOut = changes(delta.rows().filter(Delta.mayLeaveOut()), keyed);
      changes =
          changes.union(new HeldRows(unit, shape, survey.schemas()).of(leavingOut, existing.get()));
    }
    Dataset<Row> inOrder =
        changes
            .repartition(functions.col(Columns.GROUP))
            .sortWithinPartitions(
                Columns.GROUP, Columns.POSITION, Columns.PARTITION, Columns.OFFSET);
    FoldRows fold = new FoldRows(unit, shape, survey.schemas(), existing.isEmpty());
    return dataset(spark, RowFiles.internal(inOrder).mapPartitions(fold), shape.rows());
  }

  /**
   * The table's rows as all of bronze up to {@code snapshot} makes them, deleted ones marked.
   *
   * @return rows of {@link RowShape#rows()}
   */
  static Dataset<Row> rebuilt(
      SilverTable table, long snapshot, RowShape shape, JobContext context) {
    Delta all = Delta.read(table, new SnapshotRange(OptionalLong.empty(), snapshot), context);
    return latest(table, all, Survey.of(table, all, context), shape, Optional.empty());
  }

  private static Dataset<Row> changes(Dataset<Row> delta, KeyedChanges keyed) {
    return dataset(
        delta.sparkSession(), RowFiles.internal(delta).mapPartitions(keyed), KeyedChanges.ROWS);
  }

  static Dataset<Row> dataset(SparkSession spark, JavaRDD<InternalRow> rows, StructType type) {
    org.apache.spark.sql.classic.SparkSession classic =
        (org.apache.spark.sql.classic.SparkSession) spark;
    return classic.internalCreateDataFrame(rows.rdd(), type, false);
  }
}
