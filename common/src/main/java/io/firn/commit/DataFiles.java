package io.firn.commit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Table;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;

/**
 * Parquet data files of one table, made inside a task, one open file per partition value.
 *
 * <p>Spark's own writer commits through the DataFrame API, which has no compare-and-set; Firn
 * writes the files here and commits them on the driver with {@link TableCommit}. A task that fails
 * leaves files that no snapshot refers to.
 *
 * @param <R> a row as the writer takes it
 */
public final class DataFiles<R> implements Closeable {
  /** A file is closed after this many rows at the earliest when it has reached the target size. */
  private static final long SIZE_CHECK_ROWS = 1000;

  /** A file that has reached it is closed, in bytes; what is smaller may be put together. */
  public static final long TARGET_FILE_BYTES = 256L << 20;

  private final Table table;
  private final Opener<R> opener;
  private final OutputFileFactory names;
  private final Map<PartitionData, Open<R>> open = new HashMap<>();
  private final List<DataFile> done = new ArrayList<>();

  /** The file of the last row: most rows go where the one before went. */
  private Open<R> current;

  /**
   * Opens a file's writer.
   *
   * @param <R> a row as the writer takes it
   */
  @FunctionalInterface
  public interface Opener<R> {
    /**
     * @param partition null in a table without partitions
     */
    DataWriter<R> open(EncryptedOutputFile file, PartitionData partition) throws IOException;
  }

  private static final class Open<R> {
    private final PartitionData partition;
    private final DataWriter<R> writer;
    private long written;

    private Open(PartitionData partition, DataWriter<R> writer) {
      this.partition = partition;
      this.writer = writer;
    }
  }

  /**
   * @param table a serializable copy ({@code SerializableTable.copyOf})
   * @param task where and when: makes file names unique across tasks and their repeats
   */
  public DataFiles(Table table, TaskIdentity task, Opener<R> opener) {
    this.table = table;
    this.opener = opener;
    this.names = task.outputFiles(table, "data");
  }

  /** Writes one row; the row may be reused by the caller afterwards. */
  public void write(PartitionData partition, R row) {
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
    for (Open<R> file : open.values()) {
      file.writer.close();
    }
    open.clear();
    current = null;
  }

  private void finish(Open<R> file) {
    try {
      file.writer.close();
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot finish a data file of " + table.name(), failed);
    }
    done.add(file.writer.toDataFile());
  }

  private Open<R> newFile(PartitionData partition) {
    boolean whole = table.spec().isUnpartitioned();
    EncryptedOutputFile output =
        whole ? names.newOutputFile() : names.newOutputFile(table.spec(), partition);
    try {
      return new Open<>(partition, opener.open(output, whole ? null : partition));
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot create a data file of " + table.name(), failed);
    }
  }
}
