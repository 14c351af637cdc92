package io.firn.silver;

import io.firn.commit.RowDeletes;
import io.firn.commit.RowFiles;
import io.firn.commit.WrittenFiles;
import io.firn.run.JobContext;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Writes files of a silver table that no snapshot refers to yet. */
final class SilverFiles {
  /** Rows per data file of one run, so that a small run makes one file. */
  private static final long ROWS_PER_TASK = 250_000;

  private final Table target;
  private final RowShape shape;
  private final JobContext context;

  SilverFiles(Table target, RowShape shape, JobContext context) {
    this.target = target;
    this.shape = shape;
    this.context = context;
  }

  /**
   * Data files with the table's columns of {@code rows}.
   *
   * @param count about how many rows there are
   */
  WrittenFiles write(Dataset<Row> rows, long count) {
    int tasks =
        (int)
            Math.min(
                Math.max(1, count / ROWS_PER_TASK),
                context.spark().get().sparkContext().defaultParallelism());
    return RowFiles.write(
        rows.select(
            Stream.of(shape.table().fieldNames()).map(Columns::named).toArray(Column[]::new)),
        target,
        context.runKey(),
        tasks);
  }

  /**
   * Position deletes.
   *
   * @param places rows with the key columns, {@code __t_file} and {@code __t_pos}
   */
  WrittenFiles delete(Dataset<Row> places) {
    StructType keys = shape.keys();
    StructType type =
        keys.add(Existing.FILE, DataTypes.StringType).add(Existing.POS, DataTypes.LongType);
    return RowDeletes.write(
        places.select(Stream.of(type.fieldNames()).map(Columns::named).toArray(Column[]::new)),
        keys,
        target,
        context.runKey());
  }
}
