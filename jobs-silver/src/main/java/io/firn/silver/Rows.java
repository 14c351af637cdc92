package io.firn.silver;

import io.firn.commit.RowFiles;
import io.firn.config.SilverTable;
import io.firn.model.SnapshotRange;
import io.firn.run.JobContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The pure part of silver: bronze rows in, one typed row per key out. Reads no clock and writes
 * nothing, and of the silver table only where rows stand that changes with left-out values may
 * mean, so that the incremental result and a rebuild are the same.
 */
final class Rows {
  /** Changes that one task puts in order and decodes, some hundred milliseconds. */
  private static final long ROWS_PER_TASK = 25_000;

  private Rows() {}

  /**
   * What rows are made from.
   *
   * @param delta as {@link Delta} reads it
   * @param truncates all that the table has met, those of the delta among them
   * @param existing the table's rows; empty when the delta is all that bronze holds
   */
  record Input(
      SilverTable table,
      Delta delta,
      Survey survey,
      Truncates truncates,
      Optional<Existing> existing) {}

  /**
   * @param refused grows when a change cannot be applied, see {@link KeyedChanges}
   * @return rows of {@link RowShape#rows()}
   */
  static Dataset<Row> latest(Input input, RowShape shape, LongAccumulator refused) {
    Dataset<Row> delta = input.delta().rows();
    String unit = input.table().unit().toString();
    Survey survey = input.survey();
    KeyedChanges keyed = new KeyedChanges(survey.keyPaths(input.table()), survey.groups(), refused);
    Dataset<Row> changes = changes(delta, keyed);
    boolean asksTable = input.existing().isPresent() && input.table().rules().transform().isEmpty();
    if (input.delta().profile().leavesOut() && asksTable) {
      Dataset<Row> leavingOut = changes(delta.filter(Delta.mayLeaveOut()), keyed);
      changes =
          changes.union(
              new HeldRows(unit, shape, survey.schemas()).of(leavingOut, input.existing().get()));
    }
    return folded(input, shape, changes);
  }

  private static Dataset<Row> folded(Input input, RowShape shape, Dataset<Row> changes) {
    Dataset<Row> inOrder =
        together(input, changes)
            .sortWithinPartitions(
                Columns.GROUP, Columns.POSITION, Columns.PARTITION, Columns.OFFSET);
    FoldRows fold =
        new FoldRows(
            input.table().unit().toString(),
            shape,
            input.survey().schemas(),
            input.existing().isEmpty(),
            input.truncates());
    return dataset(
        changes.sparkSession(), RowFiles.internal(inOrder).mapPartitions(fold), shape.rows());
  }

  /** The same rows, those of a group in one partition. */
  private static Dataset<Row> together(Input input, Dataset<Row> changes) {
    long rows = input.delta().profile().rows();
    boolean readsTable = input.delta().profile().leavesOut() && input.existing().isPresent();
    if (rows <= ROWS_PER_TASK && !readsTable) {
      return changes.coalesce(1);
    }
    int most =
        Math.max(
            changes.sparkSession().sparkContext().defaultParallelism(),
            Integer.parseInt(changes.sparkSession().conf().get("spark.sql.shuffle.partitions")));
    // By number, since Spark would put as few rows as these into one task else.
    int tasks = (int) Math.min(most, (rows + ROWS_PER_TASK - 1) / ROWS_PER_TASK);
    return changes.repartition(tasks, functions.col(Columns.GROUP));
  }

  /**
   * The table's rows as all of bronze up to {@code snapshot} makes them, deleted ones marked.
   *
   * @return rows of {@link RowShape#rows()}
   */
  static Dataset<Row> rebuilt(
      SilverTable table, long snapshot, RowShape shape, JobContext context) {
    return latest(all(table, snapshot, functions.lit(true), context), shape, refusals(context));
  }

  /**
   * The same of {@code keys} alone and of those that key changes connect them with.
   *
   * @param keys {@code __key string}, each once
   */
  static Dataset<Row> again(
      SilverTable table, long snapshot, RowShape shape, Dataset<Row> keys, JobContext context) {
    return again(all(table, snapshot, functions.lit(true), context), shape, keys, context);
  }

  /**
   * The same.
   *
   * @param all that bronze holds
   */
  static Dataset<Row> again(Input all, RowShape shape, Dataset<Row> keys, JobContext context) {
    Map<String, String> groups = all.survey().groups();
    KeyedChanges keyed =
        new KeyedChanges(all.survey().keyPaths(all.table()), groups, refusals(context));
    List<Row> named = new ArrayList<>();
    groups.forEach((key, group) -> named.add(RowFactory.create(key, group)));
    Dataset<Row> connected =
        context
            .spark()
            .get()
            .createDataFrame(
                named, new StructType().add("__of", "string").add("__named", "string"));
    Dataset<Row> wanted =
        keys.join(
                functions.broadcast(connected),
                functions.col(Columns.KEY).equalTo(functions.col("__of")),
                "left_outer")
            .select(
                functions
                    .coalesce(functions.col("__named"), functions.col(Columns.KEY))
                    .as(Columns.GROUP))
            .distinct();
    Dataset<Row> changes =
        changes(all.delta().rows(), keyed)
            .join(
                functions.broadcast(wanted),
                CollectionConverters.asScala(List.of(Columns.GROUP)).toSeq(),
                "left_semi");
    return folded(all, shape, changes);
  }

  /** All that bronze holds at {@code snapshot} of what {@code condition} holds for. */
  static Input all(SilverTable table, long snapshot, Column condition, JobContext context) {
    SnapshotRange whole = new SnapshotRange(OptionalLong.empty(), snapshot);
    Delta all = Delta.read(table, whole, condition, context);
    return new Input(table, all, Survey.of(table, all, context), all.truncates(), Optional.empty());
  }

  /**
   * The same of the keys alone that {@code delta} leaves values of out, and of others.
   *
   * <p>All changes of a document carry its key in one text, so those of other keys are left out
   * before anything is read of them but the key. A relational row may change its key.
   */
  static Dataset<Row> rebuiltFor(
      Delta delta, SilverTable table, long snapshot, RowShape shape, JobContext context) {
    if (!DocumentSurvey.isOfDocuments(table, context)) {
      return rebuilt(table, snapshot, shape, context);
    }
    Input input =
        new Input(
            table,
            Delta.ofDocumentsIn(delta, table, snapshot, context),
            DocumentSurvey.WITHOUT_FIELDS,
            Truncates.NONE,
            Optional.empty());
    return latest(input, shape, refusals(context));
  }

  /** A new count that tasks can add to. */
  static LongAccumulator refusals(JobContext context) {
    return context.spark().get().sparkContext().longAccumulator();
  }

  static Dataset<Row> changes(Dataset<Row> delta, KeyedChanges keyed) {
    return dataset(
        delta.sparkSession(), RowFiles.internal(delta).mapPartitions(keyed), KeyedChanges.ROWS);
  }

  static Dataset<Row> dataset(SparkSession spark, JavaRDD<InternalRow> rows, StructType type) {
    org.apache.spark.sql.classic.SparkSession classic =
        (org.apache.spark.sql.classic.SparkSession) spark;
    return classic.internalCreateDataFrame(rows.rdd(), type, false);
  }
}
