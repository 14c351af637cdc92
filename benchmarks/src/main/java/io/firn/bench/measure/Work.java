package io.firn.bench.measure;

/**
 * What one turn did.
 *
 * @param rows rows or events worked on
 * @param files data files written
 * @param bytes bytes in those files
 */
public record Work(long rows, long files, long bytes) {

  /** Rows that left no files. */
  public static Work ofRows(long rows) {
    return new Work(rows, 0, 0);
  }

  /** This and that together. */
  public Work and(Work other) {
    return new Work(rows + other.rows, files + other.files, bytes + other.bytes);
  }
}
