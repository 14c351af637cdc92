package io.firn.commit;

import io.firn.model.RunKey;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** Writes a dataset into data files of a table that no snapshot refers to yet. */
public final class RowFiles {
  private RowFiles() {}

  /**
   * Runs {@code rows} and writes them.
   *
   * @param rows columns in the order of the table's schema
   * @param tasks how many tasks write at most; each makes a file for each partition it meets
   */
  public static WrittenFiles write(Dataset<Row> rows, Table table, RunKey runKey, int tasks) {
    StructType type = rows.schema();
    Table serializable = SerializableTable.copyOf(table);
    String operation = TaskIdentity.operation(runKey);
    return WrittenFiles.merge(
        internal(rows)
            .coalesce(Math.max(1, tasks))
            .mapPartitions(
                (FlatMapFunction<Iterator<InternalRow>, WrittenFiles>)
                    partition -> writePartition(serializable, type, operation, partition))
            .collect());
  }

  /** Spark's own rows; each is valid until the next is taken. */
  public static JavaRDD<InternalRow> internal(Dataset<Row> rows) {
    org.apache.spark.sql.classic.Dataset<Row> classic =
        (org.apache.spark.sql.classic.Dataset<Row>) rows;
    return classic.queryExecution().toRdd().toJavaRDD();
  }

  private static Iterator<WrittenFiles> writePartition(
      Table table, StructType type, String operation, Iterator<InternalRow> rows)
      throws IOException {
    if (!rows.hasNext()) {
      return List.<WrittenFiles>of().iterator();
    }
    try (RowFileWriter writer = new RowFileWriter(table, type, TaskIdentity.current(operation))) {
      rows.forEachRemaining(writer::write);
      return List.of(WrittenFiles.ofData(writer.complete())).iterator();
    }
  }
}
