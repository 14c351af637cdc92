package io.firn.silver;

import io.firn.commit.RowFiles;
import io.firn.config.SilverTable;
import io.firn.model.SnapshotRange;
import io.firn.run.JobContext;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * The pure part of silver: bronze rows in, one typed row per key out. Reads no table but bronze, no
 * clock, and writes nothing, so that the incremental result and a rebuild are the same.
 */
final class Rows {
  private Rows() {}

  /**
   * @param delta as {@link Delta} reads it
   * @return rows of {@link RowShape#rows()}
   */
  static Dataset<Row> latest(SilverTable table, Dataset<Row> delta, Survey survey, RowShape shape) {
    SparkSession spark = delta.sparkSession();
    String unit = table.unit().toString();
    KeyedChanges keyed = new KeyedChanges(unit, KeyPaths.of(table), survey.groups());
    Dataset<Row> changes =
        dataset(spark, RowFiles.internal(delta).mapPartitions(keyed), KeyedChanges.ROWS);
    Dataset<Row> inOrder =
        changes
            .repartition(functions.col(Columns.GROUP))
            .sortWithinPartitions(
                Columns.GROUP, Columns.POSITION, Columns.PARTITION, Columns.OFFSET);
    FoldRows fold = new FoldRows(unit, shape, survey.schemas());
    return dataset(spark, RowFiles.internal(inOrder).mapPartitions(fold), shape.rows());
  }

  /**
   * The table's rows as all of bronze up to {@code snapshot} makes them, deleted ones marked.
   *
   * @return rows of {@link RowShape#rows()}
   */
  static Dataset<Row> rebuilt(
      SilverTable table, long snapshot, RowShape shape, JobContext context) {
    Dataset<Row> all =
        Delta.read(table, new SnapshotRange(OptionalLong.empty(), snapshot), context);
    Dataset<Row> rows = latest(table, all, Survey.of(table, all, context), shape);
    return LeftOutValues.withoutTable(rows, shape);
  }

  private static Dataset<Row> dataset(
      SparkSession spark, JavaRDD<InternalRow> rows, StructType type) {
    org.apache.spark.sql.classic.SparkSession classic =
        (org.apache.spark.sql.classic.SparkSession) spark;
    return classic.internalCreateDataFrame(rows.rdd(), type, false);
  }
}
