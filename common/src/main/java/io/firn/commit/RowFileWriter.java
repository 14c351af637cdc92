package io.firn.commit;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Table;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.io.DataWriter;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** Writes Spark rows into {@link DataFiles} of one table, inside a task. */
public final class RowFileWriter implements Closeable {
  private final Table table;
  private final StructType rows;
  private final PartitionValues partitions;
  private final DataFiles<InternalRow> files;

  /**
   * @param table a serializable copy ({@code SerializableTable.copyOf})
   * @param rows columns of the rows, in the order of the table's schema
   * @param task where and when: makes file names unique across tasks and their repeats
   */
  public RowFileWriter(Table table, StructType rows, TaskIdentity task) {
    this.table = table;
    this.rows = rows;
    this.partitions = new PartitionValues(table.spec(), table.schema(), rows);
    this.files = new DataFiles<>(table, task, this::open);
  }

  /** Writes one row; the row may be reused by the caller afterwards. */
  public void write(InternalRow row) {
    files.write(partitions.of(row), row);
  }

  /** Closes the open files and tells all that were written. */
  public List<DataFile> complete() {
    return files.complete();
  }

  /** Closes what is still open after a failure; after {@link #complete()} it does nothing. */
  @Override
  public void close() throws IOException {
    files.close();
  }

  private DataWriter<InternalRow> open(EncryptedOutputFile file, PartitionData partition)
      throws IOException {
    return FormatModelRegistry.<InternalRow, StructType>dataWriteBuilder(
            FileFormat.PARQUET, InternalRow.class, file)
        .schema(table.schema())
        .engineSchema(rows)
        .setAll(table.properties())
        .metricsConfig(MetricsConfig.forTable(table))
        .spec(table.spec())
        .partition(partition)
        .build();
  }
}
