package io.firn.gold;

import io.firn.commit.CommittedChanges;
import io.firn.gold.RefreshPlan.Feed;
import io.firn.gold.RefreshPlan.Files;
import io.firn.gold.RefreshPlan.InputChange;
import io.firn.run.JobContext;
import io.firn.table.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;

/**
 * The rows of the inputs that are not the same in two states: those that only the state before has,
 * and those that only the one after has; maybe some more, which both have.
 *
 * @param before by input; an input without such rows is not there
 * @param after likewise
 */
record ChangedRows(Map<String, Dataset<Row>> before, Map<String, Dataset<Row>> after) {
  /** So many are fetched, so that what follows is planned for them and not for any number. */
  private static final int FEW = 20_000;

  private static final String IS_BEFORE = "__is_before";

  static ChangedRows of(Map<String, InputChange> changes, StagedRows staged, JobContext context) {
    ChangedRows all = new ChangedRows(new HashMap<>(), new HashMap<>());
    changes.forEach(
        (input, change) -> {
          Dataset<Row> images =
              change instanceof Feed feed
                  ? images(feed, staged, context)
                  : images((Files) change, staged, context);
          all.put(input, images, (SparkSession) context.spark().get());
        });
    return all;
  }

  /**
   * Images of a row that went and came back, or of which only columns changed that no query sees,
   * stand on both sides: the same rows on both sides are in both states, and each such pair is left
   * out.
   */
  private void put(String input, Dataset<Row> images, SparkSession spark) {
    Optional<LocalRows> few = LocalRows.collect(images, FEW);
    if (few.isEmpty()) {
      Column isBefore = functions.col(IS_BEFORE);
      before.put(input, images.filter(isBefore).drop(IS_BEFORE));
      after.put(input, images.filter(functions.not(isBefore)).drop(IS_BEFORE));
      return;
    }
    LocalRows local = few.get();
    Map<InternalRow, Integer> balance = new HashMap<>();
    for (InternalRow image : local.rows()) {
      boolean gone = image.getBoolean(0);
      UnsafeRow row = ((UnsafeRow) image).copy();
      row.setBoolean(0, false);
      balance.merge(row, gone ? 1 : -1, Integer::sum);
    }
    List<InternalRow> gone = new ArrayList<>();
    List<InternalRow> come = new ArrayList<>();
    balance.forEach(
        (row, count) -> {
          for (int i = 0; i < Math.abs(count); i++) {
            (count > 0 ? gone : come).add(row);
          }
        });
    put(before, input, new LocalRows(local.columns(), gone), spark);
    put(after, input, new LocalRows(local.columns(), come), spark);
  }

  private static void put(
      Map<String, Dataset<Row>> side, String input, LocalRows rows, SparkSession spark) {
    if (!rows.isEmpty()) {
      side.put(input, rows.dataset(spark).drop(IS_BEFORE));
    }
  }

  /** {@code __is_before boolean}, then the columns that a query sees. */
  private static Dataset<Row> images(Feed feed, StagedRows staged, JobContext context) {
    Table table = Tables.load(context.catalog(), feed.table()).orElseThrow();
    List<FileScanTask> tasks = new ArrayList<>();
    for (long snapshot : feed.snapshots()) {
      tasks.addAll(
          list(
              table
                  .newIncrementalAppendScan()
                  .fromSnapshotInclusive(snapshot)
                  .toSnapshot(snapshot)
                  .planFiles()));
    }
    Column image = functions.col(CommittedChanges.IMAGE);
    return marked(staged.rows(table, tasks), image.equalTo(CommittedChanges.BEFORE));
  }

  private static Dataset<Row> images(Files files, StagedRows staged, JobContext context) {
    Table table = Tables.load(context.catalog(), files.table()).orElseThrow();
    List<FileScanTask> old = list(table.newScan().useSnapshot(files.from()).planFiles());
    List<FileScanTask> now = list(table.newScan().useSnapshot(files.to()).planFiles());
    Dataset<Row> removed = staged.rows(table, without(old, now));
    Dataset<Row> added = staged.rows(table, without(now, old));
    boolean comparable =
        Arrays.stream(removed.schema().fields()).allMatch(ChangedRows::isEqualByBytes);
    Dataset<Row> gone = comparable ? removed.exceptAll(added) : removed;
    Dataset<Row> come = comparable ? added.exceptAll(removed) : added;
    return marked(gone, functions.lit(true)).union(marked(come, functions.lit(false)));
  }

  /** Zeros of both signs are equal and not the same; maps Spark does not compare. */
  private static boolean isEqualByBytes(StructField field) {
    return !field
        .dataType()
        .existsRecursively(
            type ->
                type instanceof MapType || type instanceof FloatType || type instanceof DoubleType);
  }

  private static List<FileScanTask> without(List<FileScanTask> some, List<FileScanTask> others) {
    Set<String> known = new HashSet<>();
    others.forEach(task -> known.add(task.file().location()));
    return some.stream().filter(task -> !known.contains(task.file().location())).toList();
  }

  private static Dataset<Row> marked(Dataset<Row> rows, Column isBefore) {
    List<Column> columns = new ArrayList<>();
    columns.add(isBefore.cast(DataTypes.BooleanType).as(IS_BEFORE));
    for (String column : rows.columns()) {
      if (!column.startsWith("__")) {
        columns.add(functions.col("`" + column + "`"));
      }
    }
    return rows.select(columns.toArray(Column[]::new));
  }

  static List<FileScanTask> list(CloseableIterable<FileScanTask> tasks) {
    try (tasks) {
      List<FileScanTask> list = new ArrayList<>();
      tasks.forEach(list::add);
      return list;
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot list the files of a table", failed);
    }
  }
}
