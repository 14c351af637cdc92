package io.firn.commit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Table;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * Writes Spark rows into Parquet data files of one table, inside a task, one open file per
 * partition value.
 *
 * <p>Spark's own writer commits through the DataFrame API, which has no compare-and-set; Firn
 * writes the files here and commits them on the driver with {@link TableCommit}. A task that fails
 * leaves files that no snapshot refers to.
 */
public final class RowFileWriter implements Closeable {
  /** A file is closed after this many rows at the earliest when it has reached the target size. */
  private static final long SIZE_CHECK_ROWS = 1000;

  private static final long TARGET_FILE_BYTES = 256L << 20;

  private final Table table;
  private final StructType rows;
  private final PartitionValues partitions;
  private final OutputFileFactory names;
  private final Map<PartitionData, Open> open = new HashMap<>();
  private final List<DataFile> done = new ArrayList<>();

  /** The file of the last row: most rows go where the one before went. */
  private Open current;

  private static final class Open {
    private final PartitionData partition;
    private final DataWriter<InternalRow> writer;
    private long written;

    private Open(PartitionData partition, DataWriter<InternalRow> writer) {
      this.partition = partition;
      this.writer = writer;
    }
  }

  /**
   * @param table a serializable copy ({@code SerializableTable.copyOf})
   * @param rows columns of the rows, in the order of the table's schema
   * @param task where and when: makes file names unique across tasks and their repeats
   */
  public RowFileWriter(Table table, StructType rows, TaskIdentity task) {
    this.table = table;
    this.rows = rows;
    this.partitions = new PartitionValues(table.spec(), table.schema(), rows);
    this.names = task.outputFiles(table, "data");
  }

  /** Writes one row; the row may be reused by the caller afterwards. */
  public void write(InternalRow row) {
    PartitionData partition = partitions.of(row);
    if (current == null || !current.partition.equals(partition)) {
      current = open.computeIfAbsent(partition, this::newFile);
    }
    current.writer.write(row);
    current.written++;
    if (current.written % SIZE_CHECK_ROWS == 0 && current.writer.length() >= TARGET_FILE_BYTES) {
      open.remove(partition);
      finish(current);
      current = null;
    }
  }

  /** Closes the open files and tells all that were written. */
  public List<DataFile> complete() {
    open.values().forEach(this::finish);
    open.clear();
    current = null;
    return List.copyOf(done);
  }

  /** Closes what is still open after a failure; after {@link #complete()} it does nothing. */
  @Override
  public void close() throws IOException {
    for (Open file : open.values()) {
      file.writer.close();
    }
    open.clear();
    current = null;
  }

  private void finish(Open file) {
    try {
      file.writer.close();
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot finish a data file of " + table.name(), failed);
    }
    done.add(file.writer.toDataFile());
  }

  private Open newFile(PartitionData partition) {
    EncryptedOutputFile output =
        table.spec().isUnpartitioned()
            ? names.newOutputFile()
            : names.newOutputFile(table.spec(), partition);
    try {
      return new Open(
          partition,
          FormatModelRegistry.<InternalRow, StructType>dataWriteBuilder(
                  FileFormat.PARQUET, InternalRow.class, output)
              .schema(table.schema())
              .engineSchema(rows)
              .setAll(table.properties())
              .metricsConfig(MetricsConfig.forTable(table))
              .spec(table.spec())
              .partition(table.spec().isUnpartitioned() ? null : partition)
              .build());
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot create a data file of " + table.name(), failed);
    }
  }
}
