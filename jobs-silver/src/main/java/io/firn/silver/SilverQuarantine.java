package io.firn.silver;

import io.firn.commit.Progress;
import io.firn.commit.RowFiles;
import io.firn.commit.Stamp;
import io.firn.commit.TableCommit;
import io.firn.commit.WrittenFiles;
import io.firn.config.QuarantineSettings;
import io.firn.config.SilverTable;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.TableName;
import io.firn.run.JobContext;
import io.firn.table.TableSpec;
import io.firn.table.Tables;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/**
 * Puts changes that silver cannot apply into {@code silver.__quarantine}, all silver tables
 * together: where each stands in bronze, which has its bytes, and why it was refused. The rest of
 * the run goes on; more than the table's {@code quarantine} settings allow refuse it as a whole.
 *
 * <p>Written before the table's own commit. A run that ends between the two is repeated with the
 * same changes, perhaps with more behind them, and after a rewind so are several runs; therefore
 * only what is not there yet is appended: a change stands once. Two runs of one table at a time
 * would each miss what the other appends, so the commit carries a progress of its own for each
 * table and is fenced by it.
 */
final class SilverQuarantine {
  static final TableName NAME = new TableName("silver", "__quarantine");

  private static final List<String> IDENTITY =
      List.of("unit", "topic", "partition", "offset", "position");
  private static final int SAMPLES = 3;
  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.required(1, "unit", Types.StringType.get()),
          Types.NestedField.optional(2, "tenant", Types.StringType.get()),
          Types.NestedField.required(3, "topic", Types.StringType.get()),
          Types.NestedField.required(4, "partition", Types.IntegerType.get()),
          Types.NestedField.required(5, "offset", Types.LongType.get()),
          Types.NestedField.optional(6, "position", Types.StringType.get()),
          Types.NestedField.required(7, "op", Types.StringType.get()),
          Types.NestedField.required(8, "reason", Types.StringType.get()),
          Types.NestedField.required(9, "detail", Types.StringType.get()),
          Types.NestedField.required(10, "run_key", Types.StringType.get()),
          Types.NestedField.required(11, "refused_at", Types.TimestampType.withZone()));

  private final SilverTable table;
  private final JobContext context;

  SilverQuarantine(SilverTable table, JobContext context) {
    this.table = table;
    this.context = context;
  }

  /**
   * Quarantines what cannot be applied.
   *
   * @param elements that {@link ElementRefusals} found, if any
   * @param read changes in the range
   * @return how many there are
   * @throws FirnException EXPECTATION when there are too many; nothing is written then
   */
  long put(Delta delta, Optional<Dataset<Row>> elements, long read) {
    return put(delta, elements, OptionalLong.of(read));
  }

  /** The same of changes read again: how many they are was judged when they were new. */
  long putAgain(Delta delta, Optional<Dataset<Row>> elements) {
    return put(delta, elements, OptionalLong.empty());
  }

  private long put(Delta delta, Optional<Dataset<Row>> elements, OptionalLong read) {
    Dataset<Row> changes =
        Rows.dataset(
            delta.rows().sparkSession(),
            RowFiles.internal(delta.rows()).mapPartitions(new RefusedChanges(keyPaths())),
            RefusedChanges.ROWS);
    Dataset<Row> refused =
        elements
            .map(noted -> changes.unionByName(placed(noted, delta)))
            .orElse(changes)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Map<String, Long> byReason =
          refused.groupBy("reason").count().collectAsList().stream()
              .collect(Collectors.toMap(row -> row.getString(0), row -> row.getLong(1)));
      long count = byReason.values().stream().mapToLong(Long::longValue).sum();
      if (read.isPresent()) {
        check(read.getAsLong(), count, byReason, refused);
      }
      append(refused);
      return count;
    } finally {
      refused.unpersist();
    }
  }

  /** The change may stand before the range, when its row was made anew from all of bronze. */
  private Dataset<Row> placed(Dataset<Row> noted, Delta delta) {
    Dataset<Row> placed = ElementRefusals.placed(noted, changes(delta.rows()));
    if (placed.count() == noted.count()) {
      return placed;
    }
    long head =
        Tables.load(context.catalog(), table.from().tableName())
            .orElseThrow()
            .currentSnapshot()
            .snapshotId();
    return ElementRefusals.placed(noted, changes(Delta.before(table, head, context)));
  }

  private Dataset<Row> changes(Dataset<Row> delta) {
    return Rows.changes(delta, new KeyedChanges(keyPaths(), Map.of(), Rows.refusals(context)));
  }

  private KeyPaths keyPaths() {
    return KeyPaths.of(table, DocumentSurvey.isOfDocuments(table, context));
  }

  private void check(long read, long count, Map<String, Long> byReason, Dataset<Row> refused) {
    QuarantineSettings settings = table.rules().quarantine();
    boolean tooMany = settings.maxRows().isPresent() && count > settings.maxRows().getAsLong();
    boolean tooLarge = read >= QuarantineSettings.JUDGED_FROM && count > settings.maxShare() * read;
    if (!tooMany && !tooLarge) {
      return;
    }
    String keys = "firn.silver." + table.name() + ".quarantine";
    throw new FirnException(
        new Failure(
            ErrorKind.EXPECTATION,
            table.unit() + " refuses more changes than " + keys + " allows; nothing was committed",
            refused
                .select("topic", "partition", "offset", "detail")
                .limit(SAMPLES)
                .collectAsList()
                .stream()
                .map(SilverQuarantine::place)
                .collect(Collectors.joining(", ")),
            settings.maxRows().isPresent()
                ? "at most " + settings.maxRows().getAsLong()
                : "no more than a share of " + settings.maxShare(),
            count + " of " + read + " changes: " + byReason,
            "Correct firn.silver."
                + table.name()
                + " (key, paths) or the connector's settings, then run again. If the changes are to"
                + " go to "
                + NAME
                + ", raise "
                + keys
                + ".max-rows or max-share."));
  }

  private static String place(Row row) {
    return row.getString(0)
        + " partition "
        + row.getInt(1)
        + ", offset "
        + row.getLong(2)
        + " ("
        + row.getString(3)
        + ")";
  }

  private void append(Dataset<Row> refused) {
    Table quarantine =
        Tables.loadOrCreate(
            context.catalog(),
            new TableSpec(NAME, SCHEMA, PartitionSpec.unpartitioned(), Map.of()));
    Dataset<Row> rows =
        refused
            .withColumn("unit", functions.lit(table.unit().toString()))
            .withColumn("run_key", functions.lit(context.runKey().value()))
            .withColumn("refused_at", functions.lit(Timestamp.from(context.startedAt())));
    Dataset<Row> missing = quarantine.currentSnapshot() == null ? rows : without(rows, quarantine);
    WrittenFiles files =
        RowFiles.write(missing.select(columns(SCHEMA)), quarantine, context.runKey(), 1);
    if (files.isEmpty()) {
      return;
    }
    String progressKey = "firn.progress." + table.unit();
    Optional<String> before = Progress.read(quarantine, progressKey).map(Progress::text);
    new TableCommit(
            quarantine,
            new Stamp(
                table.unit(), context.runKey(), progressKey, before, context.runKey().value()))
        .append(files);
  }

  private Dataset<Row> without(Dataset<Row> rows, Table quarantine) {
    Dataset<Row> there =
        context
            .spark()
            .get()
            .read()
            .format("iceberg")
            .option("versionAsOf", String.valueOf(quarantine.currentSnapshot().snapshotId()))
            .load(NAME.inCatalog(context.pipeline().catalog().name()))
            .filter(functions.col("unit").equalTo(table.unit().toString()))
            .select(columns(IDENTITY));
    Column same =
        IDENTITY.stream()
            .map(column -> rows.col(column).eqNullSafe(there.col(column)))
            .reduce(Column::and)
            .orElseThrow();
    return rows.join(there, same, "left_anti");
  }

  private static Column[] columns(Schema schema) {
    return columns(schema.columns().stream().map(Types.NestedField::name).toList());
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(functions::col).toArray(Column[]::new);
  }
}
