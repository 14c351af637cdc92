package io.firn.silver;

import io.firn.commit.RowFiles;
import io.firn.commit.WrittenFiles;
import io.firn.run.JobContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Turns the latest rows of a range into files: data files with the rows to keep, position deletes
 * for the rows they replace. Commits nothing.
 *
 * <p>The table's rows are found by a join on key columns only; the cost follows the change, not the
 * row width or the number of columns.
 */
final class Promotion {
  private static final WrittenFiles NONE = WrittenFiles.merge(List.of());

  /** Where the bounds of the keys begin among what is counted. */
  private static final int BOUNDS = 3;

  private static final StorageLevel KEPT = StorageLevel.MEMORY_AND_DISK();

  private final SilverFiles files;
  private final RowShape shape;
  private final JobContext context;
  private final Optional<Existing> existing;
  private final Truncates truncates;
  private final Optional<RowImages> images;
  private final Supplier<Dataset<Row>> rebuilt;

  /**
   * The table that rows are promoted to, as it was when the run was planned.
   *
   * @param rows empty before its first commit
   * @param truncates of the range: those before it were carried out in the table
   * @param images where the images of the rows that change go
   */
  record Held(Optional<Existing> rows, Truncates truncates, Optional<RowImages> images) {}

  /**
   * @param rebuilt see {@link LeftOutValues}
   */
  Promotion(
      Table target, RowShape shape, JobContext context, Held held, Supplier<Dataset<Row>> rebuilt) {
    this.files = new SilverFiles(target, shape, context);
    this.shape = shape;
    this.context = context;
    this.existing = held.rows();
    this.truncates = held.truncates();
    this.images = held.images();
    this.rebuilt = rebuilt;
  }

  /**
   * Files to commit and what was counted.
   *
   * @param refused elements of which no row could be made, see {@link ElementRefusals}
   */
  record Promoted(
      WrittenFiles files,
      WrittenFiles images,
      Map<String, Long> counts,
      Optional<Dataset<Row>> refused) {
    Promoted counting(String name, long count) {
      TreeMap<String, Long> more = new TreeMap<>(counts);
      more.put(name, count);
      return new Promoted(files, images, more, refused);
    }

    Promoted refusing(Optional<Dataset<Row>> elements) {
      return new Promoted(files, images, counts, elements);
    }

    Promoted and(Promoted other) {
      TreeMap<String, Long> both = new TreeMap<>(counts);
      other.counts.forEach((name, count) -> both.merge(name, count, Long::sum));
      return new Promoted(
          WrittenFiles.merge(List.of(files, other.files)),
          WrittenFiles.merge(List.of(images, other.images)),
          both,
          refused.isPresent() && other.refused.isPresent()
              ? Optional.of(refused.get().unionByName(other.refused.get()))
              : refused.or(other::refused));
    }
  }

  /**
   * @param latest the rows that the range makes
   * @param changes how many changes they are made of
   * @param again rows of some keys, made from all of bronze: these, and not those of {@code
   *     latest}, are the keys' rows
   */
  Promoted promote(Dataset<Row> latest, long changes, Optional<Dataset<Row>> again) {
    if (existing.isEmpty()) {
      return first(shape.explodes() ? latest.persist(KEPT) : latest, changes);
    }
    Optional<Dataset<Row>> kept = again.map(rows -> rows.persist(KEPT));
    // Read by the join and by the writer: kept so that decoding happens once.
    Dataset<Row> rows = kept.map(others -> without(latest, others)).orElse(latest).persist(KEPT);
    try {
      KeyRange range = new KeyRange(shape.keys());
      Row counted = count(rows, range);
      long keys = counted.getLong(0);
      boolean gaps = counted.getLong(1) > 0;
      LeftOutValues leftOut = new LeftOutValues(shape, existing.get(), rebuilt);
      Dataset<Row> whole = gaps ? leftOut.fill(rows, counted.getLong(2) > 0) : rows;
      // What a row leaves out is neither its key nor its place in the order, so the rows that it
      // replaces are found without it, and the values are looked up once, by the writer.
      // Elements that are not held take their row's others along: all of these are replaced.
      Optional<Dataset<Row>> anew = shape.explodes() ? kept : kept.map(existing.get()::notHeld);
      Existing near =
          keys == 0 ? existing.get() : existing.get().where(range.holds(counted, BOUNDS));
      Promoted upserted =
          upsert(replaced(near, rows, anew), anew.map(whole::unionByName).orElse(whole), keys);
      return kept.map(others -> upserted.counting("again", shape.heads(others).count()))
          .orElse(upserted);
    } finally {
      rows.unpersist();
      kept.ifPresent(Dataset::unpersist);
    }
  }

  /** Of a table without rows: {@code latest} is read once, and again for what it refuses. */
  private Promoted first(Dataset<Row> latest, long changes) {
    try {
      WrittenFiles written = files.write(live(latest), changes);
      return promoted(written, NONE, NONE, Map.of("keys", written.rows()))
          .refusing(refused(latest));
    } finally {
      latest.unpersist();
    }
  }

  /**
   * Files that put {@code latest} in the place of {@code gone}.
   *
   * @param latest rows of {@link RowShape#rows()}, of keys that no other row of the table has
   * @param gone rows of the table
   */
  Promoted replace(Existing gone, Dataset<Row> latest) {
    Dataset<Row> rows = latest.persist(KEPT);
    try {
      long keys = rows.count();
      WrittenFiles deletes = files.delete(gone.places());
      return promoted(files.write(live(rows), keys), deletes, NONE, Map.of("keys", keys))
          .refusing(refused(rows));
    } finally {
      rows.unpersist();
    }
  }

  /** Rows, those with something left out, those of them with something lost, bounds of the keys. */
  private Row count(Dataset<Row> rows, KeyRange range) {
    Column[] others =
        Stream.concat(
                Stream.of(
                    functions.count_if(functions.col(Columns.MISSING).isNotNull()),
                    functions.count_if(functions.col(Columns.LOST))),
                range.bounds().stream())
            .toArray(Column[]::new);
    Column heads = shape.explodes() ? functions.col(Columns.DELETED) : functions.lit(true);
    return rows.agg(functions.count_if(heads), others).first();
  }

  private Dataset<Row> without(Dataset<Row> rows, Dataset<Row> others) {
    return rows.join(
        functions.broadcast(others.select(columns(shape.key()))),
        CollectionConverters.asScala(shape.key()).toSeq(),
        "left_anti");
  }

  /**
   * @param near the table's rows that may have a key of {@code rows}
   */
  private Dataset<Row> replaced(Existing near, Dataset<Row> rows, Optional<Dataset<Row>> again) {
    Existing held = existing.orElseThrow();
    Dataset<Row> ofRange = near.matching(shape.heads(rows), false);
    Dataset<Row> matching =
        again
            .map(others -> ofRange.unionByName(held.matching(shape.heads(others), true)))
            .orElse(ofRange);
    Column superseded = functions.col(Existing.SUPERSEDED);
    List<String> places =
        Stream.concat(shape.key().stream(), Stream.of(Existing.FILE, Existing.POS)).toList();
    return truncates.isEmpty()
        ? matching
        // A row may go because of a change and because of a truncate; one delete is enough.
        : matching
            .filter(superseded)
            .unionByName(held.truncated(truncates))
            .groupBy(columns(places))
            .agg(
                functions.lit(true).as(Existing.SUPERSEDED),
                functions.max(RowImages.AT).as(RowImages.AT))
            .unionByName(matching.filter(functions.not(superseded)));
  }

  private Promoted upsert(Dataset<Row> replaced, Dataset<Row> rows, long keys) {
    // Read twice only where images are made, or something is late.
    Dataset<Row> matching = images.isPresent() ? replaced.persist(KEPT) : replaced;
    try {
      LongAccumulator lateRows = context.spark().get().sparkContext().longAccumulator();
      WrittenFiles deletes = files.delete(superseded(matching, lateRows));
      Column superseded = functions.col(Existing.SUPERSEDED);
      Dataset<Row> late = matching.filter(functions.not(superseded));
      boolean anyLate = lateRows.value() > 0;
      Dataset<Row> current = anyLate ? without(rows, late) : rows;
      Dataset<Row> come = come(current);
      WrittenFiles data = files.write(come, keys);
      Dataset<Row> gone = matching.filter(superseded);
      WrittenFiles imageFiles =
          images.map(feed -> feed.write(existing.orElseThrow().images(gone, come))).orElse(NONE);
      long lateKeys = anyLate ? late.count() : 0;
      return promoted(data, deletes, imageFiles, Map.of("keys", keys, "late", lateKeys))
          .refusing(refused(current));
    } finally {
      matching.unpersist();
    }
  }

  /**
   * @param late grows with each of the others; a sign to look, no count, since Spark may come by a
   *     row more than once
   */
  private static Dataset<Row> superseded(Dataset<Row> matching, LongAccumulator late) {
    int place = matching.schema().fieldIndex(Existing.SUPERSEDED);
    return Rows.dataset(
        matching.sparkSession(),
        RowFiles.internal(matching)
            .filter(
                row -> {
                  boolean superseded = row.getBoolean(place);
                  if (!superseded) {
                    late.add(1);
                  }
                  return superseded;
                }),
        matching.schema());
  }

  /** {@code current}, and the rows that a truncate marks, in the table's columns. */
  private Dataset<Row> come(Dataset<Row> current) {
    Dataset<Row> live = live(current).select(columns(List.of(shape.table().fieldNames())));
    return shape.marks() && !truncates.isEmpty()
        ? live.unionByName(without(existing.orElseThrow().markedBy(truncates), live))
        : live;
  }

  private static Promoted promoted(
      WrittenFiles written, WrittenFiles removed, WrittenFiles images, Map<String, Long> counts) {
    TreeMap<String, Long> all = new TreeMap<>(counts);
    all.put("written", written.rows());
    all.put("replaced", removed.deletedRows());
    return new Promoted(
        WrittenFiles.merge(List.of(written, removed)), images, all, Optional.empty());
  }

  /** Kept for as long as the run goes, since {@code rows} are not. */
  private Optional<Dataset<Row>> refused(Dataset<Row> rows) {
    return shape.explodes()
        ? Optional.of(ElementRefusals.among(shape.heads(rows)).localCheckpoint())
            .filter(noted -> !noted.isEmpty())
        : Optional.empty();
  }

  /** Rows that are written. */
  private static Dataset<Row> live(Dataset<Row> rows) {
    return rows.filter(functions.not(functions.col(Columns.DELETED)));
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(Columns::named).toArray(Column[]::new);
  }
}
