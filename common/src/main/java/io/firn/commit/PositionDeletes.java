package io.firn.commit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.DeleteGranularity;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.io.DeleteWriteResult;
import org.apache.iceberg.io.FanoutPositionOnlyDeleteWriter;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * Writes format v2 position deletes inside a task, one delete file per data file, so that a reader
 * of one data file opens only its own deletes.
 */
public final class PositionDeletes implements Closeable {
  private static final long TARGET_FILE_BYTES = 64L << 20;

  private final Table table;
  private final PartitionValues partitions;
  private final FanoutPositionOnlyDeleteWriter<Record> writer;
  private final PositionDelete<Record> position = PositionDelete.create();

  /**
   * @param keys the key columns that the deleted rows are passed with; they hold the partition's
   *     source columns, since a silver table is partitioned by its key
   */
  public PositionDeletes(Table table, StructType keys, TaskIdentity task) {
    this.table = table;
    this.partitions = new PartitionValues(table.spec(), table.schema(), keys);
    this.writer =
        new FanoutPositionOnlyDeleteWriter<>(
            new GenericFileWriterFactory.Builder(table)
                .deleteFileFormat(FileFormat.PARQUET)
                .build(),
            task.outputFiles(table, "deletes"),
            table.io(),
            TARGET_FILE_BYTES,
            DeleteGranularity.FILE);
  }

  /** Marks the row at {@code rowPosition} of data file {@code file} as gone. */
  public void delete(String file, long rowPosition, InternalRow key) {
    writer.write(position.set(file, rowPosition), table.spec(), partitions.of(key));
  }

  /** Closes the files and tells all that were written. */
  public WrittenFiles complete() {
    try {
      writer.close();
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot finish a delete file of " + table.name(), failed);
    }
    DeleteWriteResult result = writer.result();
    List<String> referenced = new ArrayList<>();
    result.referencedDataFiles().forEach(path -> referenced.add(path.toString()));
    return new WrittenFiles(List.of(), result.deleteFiles(), referenced);
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
