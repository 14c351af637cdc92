package io.firn.silver;

import io.firn.change.EnvelopeOperation;
import io.firn.change.UnavailableValue;
import io.firn.config.SilverTable;
import io.firn.model.SnapshotRange;
import io.firn.run.JobContext;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The bronze rows of a range.
 *
 * <p>{@code rows} has the columns that silver reads, in this order: {@code tenant string, key
 * string, op string, before string, after string, schema_id string, position string, partition int,
 * offset long, old_key string, topic string, patch string, source_ts timestamp}; the last is null
 * for tables that keep no versions.
 *
 * <p>{@code old_key} is there for the new row of a primary-key change that leaves values out, which
 * are then the old key's (see {@link KeyChanges}); no other row needs to know what it was called.
 *
 * @param profile what the rows are, counted
 * @param truncates of the range
 */
record Delta(Dataset<Row> rows, Profile profile, Truncates truncates) {
  static final int TENANT = 0;
  static final int KEY = 1;
  static final int OP = 2;
  static final int BEFORE = 3;
  static final int AFTER = 4;
  static final int SCHEMA_ID = 5;
  static final int POSITION = 6;
  static final int PARTITION = 7;
  static final int OFFSET = 8;
  static final int OLD_KEY = 9;
  static final int TOPIC = 10;
  static final int PATCH = 11;
  static final int SOURCE_TS = 12;

  static Delta read(SilverTable table, SnapshotRange range, JobContext context) {
    return read(table, range, functions.lit(true), context);
  }

  /** Those rows of the range for which {@code condition} on bronze's columns holds. */
  static Delta read(SilverTable table, SnapshotRange range, Column condition, JobContext context) {
    Dataset<Row> inRange = rows(table, range, context).where(condition);
    Profile profile = Profile.of(inRange);
    Dataset<Row> changes =
        profile.keyChangesWithGaps()
            ? new KeyChanges(() -> upTo(table, range.to(), context)).withOldKeys(inRange)
            : inRange.withColumn(KeyChanges.OLD_KEY, functions.lit(null).cast("string"));
    Truncates truncates = profile.truncates() ? truncates(inRange) : Truncates.NONE;
    return new Delta(columns(table, changes), profile, truncates);
  }

  private static Truncates truncates(Dataset<Row> changes) {
    Truncates truncates = Truncates.NONE;
    for (Row row :
        changes
            .filter(functions.col("op").equalTo(EnvelopeOperation.TRUNCATE.code()))
            .select("tenant", "position", "partition", "offset")
            .collectAsList()) {
      truncates =
          truncates.with(
              row.getString(0),
              new Image.Sequence(row.getString(1), row.getInt(2), row.getLong(3)));
    }
    return truncates;
  }

  /** The changes of bronze up to {@code snapshot}, in the columns of {@code rows}. */
  static Dataset<Row> before(SilverTable table, long snapshot, JobContext context) {
    return columns(
        table,
        upTo(table, snapshot, context)
            .withColumn(KeyChanges.OLD_KEY, functions.lit(null).cast("string")));
  }

  private static Dataset<Row> columns(SilverTable table, Dataset<Row> changes) {
    return changes.select(
        functions.col("tenant"),
        functions.col("key"),
        functions.col("op"),
        functions.col("before"),
        functions.col("after"),
        functions.col("schema_id"),
        functions.col("position"),
        functions.col("partition"),
        functions.col("offset"),
        functions.col(KeyChanges.OLD_KEY),
        functions.col("topic"),
        patch(changes),
        table.rules().versions().isPresent()
            ? functions.col("source_ts")
            : functions.lit(null).cast("timestamp").as("source_ts"));
  }

  /** Tables of an earlier version get the column with their next landing. */
  private static Column patch(Dataset<Row> changes) {
    return List.of(changes.columns()).contains("patch")
        ? functions.col("patch")
        : functions.lit(null).cast("string").as("patch");
  }

  /**
   * All changes up to {@code snapshot} of the documents that {@code delta} does not tell whole.
   * Nothing is read of the others but their keys.
   */
  static Delta ofDocumentsIn(Delta delta, SilverTable table, long snapshot, JobContext context) {
    Dataset<Row> keys =
        delta
            .rows
            .filter(mayLeaveOut())
            .select(functions.col("tenant").as("__tenant"), functions.col("key").as("__record_key"))
            .distinct();
    Column same =
        functions
            .col("tenant")
            .eqNullSafe(functions.col("__tenant"))
            .and(functions.col("key").equalTo(functions.col("__record_key")));
    Dataset<Row> all =
        upTo(table, snapshot, context)
            .withColumn(KeyChanges.OLD_KEY, functions.lit(null).cast("string"));
    return new Delta(
        columns(table, all.join(functions.broadcast(keys), same, "left_semi")),
        delta.profile,
        Truncates.NONE);
  }

  private static Dataset<Row> rows(SilverTable table, SnapshotRange range, JobContext context) {
    if (range.from().isEmpty()) {
      return upTo(table, range.to(), context);
    }
    return load(
        table,
        context,
        reader(context)
            .option("start-snapshot-id", String.valueOf(range.from().getAsLong()))
            .option("end-snapshot-id", String.valueOf(range.to())));
  }

  private static Dataset<Row> upTo(SilverTable table, long snapshot, JobContext context) {
    return load(table, context, reader(context).option("versionAsOf", String.valueOf(snapshot)));
  }

  private static DataFrameReader reader(JobContext context) {
    return context.spark().get().read().format("iceberg");
  }

  private static Dataset<Row> load(SilverTable table, JobContext context, DataFrameReader reader) {
    return reader.load(table.from().tableName().inCatalog(context.pipeline().catalog().name()));
  }

  /** Key changes whose new row leaves out a value that only the old key's row has. */
  static Dataset<Row> keyChangesWithGaps(Dataset<Row> delta) {
    return delta.filter(functions.col(KeyChanges.OLD_KEY).isNotNull());
  }

  /** Whether a row image may leave a value out; the cheap look. */
  static Column mayLeaveOut() {
    Column after = functions.col("after");
    return UnavailableValue.DEFAULT.texts().stream()
        .map(after::contains)
        .reduce(Column::or)
        .orElseThrow()
        .or(after.rlike(UnavailableValue.DEFAULT.byteList()))
        .or(isPatch());
  }

  /** Whether an update of a MongoDB document tells what it changed and nothing else. */
  private static Column isPatch() {
    return functions.col("op").equalTo("u").and(functions.col("after").isNull());
  }
}
