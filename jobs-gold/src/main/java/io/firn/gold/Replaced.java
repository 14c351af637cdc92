package io.firn.gold;

import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The files of a gold table that rows of changed groups stand in.
 *
 * @param target as it was when the files were looked up; the commit holds that nothing moved since
 * @param files to be replaced
 * @param kept their rows of other groups
 * @param groups how many changed
 * @param removed how many rows those had
 */
record Replaced(Table target, List<DataFile> files, Dataset<Row> kept, long groups, long removed) {
  /** A file of so many rows is worth a task, and a file, of its own. */
  private static final long ROWS_PER_FILE = 1_000_000;

  Replaced {
    files = List.copyOf(files);
  }

  /** Rows of other groups that stand in the files. */
  long keptRows() {
    return rowsInFiles() - removed;
  }

  private long rowsInFiles() {
    return files.stream().mapToLong(DataFile::recordCount).sum();
  }

  /** With one for each core, a table that changes a little each run would become crumbs. */
  int tasks() {
    return (int) Math.min(Integer.MAX_VALUE, 1 + (rowsInFiles() + groups) / ROWS_PER_FILE);
  }
}
