package io.firn.silver;

import io.firn.commit.RowDeletes;
import io.firn.commit.RowFiles;
import io.firn.commit.WrittenFiles;
import io.firn.run.JobContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Turns the latest rows of a range into files: data files with the rows to keep, position deletes
 * for the rows they replace. Commits nothing.
 *
 * <p>The table's rows are found by a join on key columns only; the cost follows the change, not the
 * row width or the number of columns.
 */
final class Promotion {
  /** Rows per data file of one run, so that a small run makes one file. */
  private static final long ROWS_PER_TASK = 250_000;

  private final Table target;
  private final RowShape shape;
  private final JobContext context;
  private final Optional<Existing> existing;
  private final Truncates truncates;
  private final Supplier<Dataset<Row>> rebuilt;

  /**
   * @param existing the target's rows; empty before its first commit
   * @param truncates of the range: those before it were carried out in the table
   * @param rebuilt see {@link LeftOutValues}
   */
  Promotion(
      Table target,
      RowShape shape,
      JobContext context,
      Optional<Existing> existing,
      Truncates truncates,
      Supplier<Dataset<Row>> rebuilt) {
    this.target = target;
    this.shape = shape;
    this.context = context;
    this.existing = existing;
    this.truncates = truncates;
    this.rebuilt = rebuilt;
  }

  /** Files to commit and what was counted. */
  record Promoted(WrittenFiles files, Map<String, Long> counts) {
    Promoted and(Promoted other) {
      TreeMap<String, Long> both = new TreeMap<>(counts);
      other.counts.forEach((name, count) -> both.merge(name, count, Long::sum));
      return new Promoted(WrittenFiles.merge(List.of(files, other.files)), both);
    }
  }

  Promoted promote(Dataset<Row> latest) {
    // Read by the join and by the writer: kept so that decoding happens once.
    Dataset<Row> rows = latest.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Row counted =
          rows.agg(
                  functions.count(functions.lit(1)),
                  functions.count_if(functions.col(Columns.MISSING).isNotNull()),
                  functions.count_if(functions.col(Columns.LOST)))
              .first();
      long keys = counted.getLong(0);
      boolean gaps = counted.getLong(1) > 0;
      if (existing.isEmpty()) {
        return promoted(
            write(live(rows), keys), WrittenFiles.merge(List.of()), Map.of("keys", keys));
      }
      LeftOutValues leftOut = new LeftOutValues(shape, existing.get(), rebuilt);
      Dataset<Row> whole = gaps ? leftOut.fill(rows, counted.getLong(2) > 0) : rows;
      // What a row leaves out is neither its key nor its place in the order, so the rows that it
      // replaces are found without it, and the values are looked up once, by the writer.
      return upsert(replaced(existing.get(), rows), whole, keys);
    } finally {
      rows.unpersist();
    }
  }

  /**
   * Files that put {@code latest} in the place of {@code gone}.
   *
   * @param latest rows of {@link RowShape#rows()}, of keys that no other row of the table has
   * @param gone rows of the table
   */
  Promoted replace(Existing gone, Dataset<Row> latest) {
    Dataset<Row> rows = latest.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      long keys = rows.count();
      WrittenFiles deletes = delete(gone.places());
      return promoted(write(live(rows), keys), deletes, Map.of("keys", keys));
    } finally {
      rows.unpersist();
    }
  }

  private Dataset<Row> replaced(Existing held, Dataset<Row> rows) {
    Dataset<Row> matching = held.matching(rows);
    return truncates.isEmpty()
        ? matching
        // A row may go because of a change and because of a truncate; one delete is enough.
        : matching
            .filter(functions.col(Existing.SUPERSEDED))
            .unionByName(held.truncated(truncates))
            .dropDuplicates(Existing.FILE, Existing.POS)
            .unionByName(matching.filter(functions.not(functions.col(Existing.SUPERSEDED))));
  }

  private Promoted upsert(Dataset<Row> replaced, Dataset<Row> rows, long keys) {
    Dataset<Row> matching = replaced.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Column superseded = functions.col(Existing.SUPERSEDED);
      WrittenFiles deletes = delete(matching.filter(superseded));
      Dataset<Row> late = matching.filter(functions.not(superseded));
      long lateKeys = late.count();
      Dataset<Row> current =
          lateKeys == 0
              ? rows
              : rows.join(
                  functions.broadcast(late.select(columns(shape.key()))),
                  CollectionConverters.asScala(shape.key()).toSeq(),
                  "left_anti");
      WrittenFiles data = write(live(current), keys);
      return promoted(data, deletes, Map.of("keys", keys, "late", lateKeys));
    } finally {
      matching.unpersist();
    }
  }

  private static Promoted promoted(
      WrittenFiles written, WrittenFiles removed, Map<String, Long> counts) {
    TreeMap<String, Long> all = new TreeMap<>(counts);
    all.put("written", written.rows());
    all.put("replaced", removed.deletedRows());
    return new Promoted(WrittenFiles.merge(List.of(written, removed)), all);
  }

  private static Dataset<Row> live(Dataset<Row> rows) {
    return rows.filter(functions.not(functions.col(Columns.DELETED)));
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(Columns::named).toArray(Column[]::new);
  }

  private WrittenFiles write(Dataset<Row> rows, long count) {
    int tasks =
        (int)
            Math.min(
                Math.max(1, count / ROWS_PER_TASK),
                context.spark().get().sparkContext().defaultParallelism());
    return RowFiles.write(
        rows.select(columns(List.of(shape.table().fieldNames()))), target, context.runKey(), tasks);
  }

  private WrittenFiles delete(Dataset<Row> superseded) {
    StructType keys = shape.keys();
    StructType type =
        keys.add(Existing.FILE, DataTypes.StringType).add(Existing.POS, DataTypes.LongType);
    return RowDeletes.write(
        superseded.select(columns(List.of(type.fieldNames()))), keys, target, context.runKey());
  }
}
