package io.firn.commit;

import io.firn.model.RunKey;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** Writes position deletes for the rows of a dataset that no snapshot refers to yet. */
public final class RowDeletes {
  private RowDeletes() {}

  /**
   * Runs {@code rows} and marks each as gone.
   *
   * @param rows the columns of {@code keys}, then the data file {@code string} and the row's place
   *     in it {@code long}
   * @param keys columns that hold the source columns of the table's partitioning
   */
  public static WrittenFiles write(Dataset<Row> rows, StructType keys, Table table, RunKey runKey) {
    Table serializable = SerializableTable.copyOf(table);
    String operation = TaskIdentity.operation(runKey);
    return WrittenFiles.merge(
        RowFiles.internal(rows)
            .mapPartitions(
                (FlatMapFunction<Iterator<InternalRow>, WrittenFiles>)
                    partition -> writePartition(serializable, keys, operation, partition))
            .collect());
  }

  private static Iterator<WrittenFiles> writePartition(
      Table table, StructType keys, String operation, Iterator<InternalRow> rows)
      throws IOException {
    if (!rows.hasNext()) {
      return List.<WrittenFiles>of().iterator();
    }
    int file = keys.size();
    try (PositionDeletes writer =
        new PositionDeletes(table, keys, TaskIdentity.current(operation))) {
      while (rows.hasNext()) {
        InternalRow row = rows.next();
        writer.delete(row.getUTF8String(file).toString(), row.getLong(file + 1), row);
      }
      return List.of(writer.complete()).iterator();
    }
  }
}
