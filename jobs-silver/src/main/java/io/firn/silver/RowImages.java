package io.firn.silver;

import io.firn.commit.CommitKeys;
import io.firn.commit.CommittedChanges;
import io.firn.commit.Progress;
import io.firn.commit.RowFiles;
import io.firn.commit.Stamp;
import io.firn.commit.TableCommit;
import io.firn.commit.WrittenFiles;
import io.firn.config.SilverTable;
import io.firn.model.SnapshotRange;
import io.firn.model.TableName;
import io.firn.run.JobContext;
import io.firn.table.TableSpec;
import io.firn.table.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The row images before and after each run, in {@code silver.NAME__changes}: the table's columns,
 * then {@code __image string} ({@code before} or {@code after}), {@code __op string} ({@code
 * insert, update, delete}), {@code __at string} (the position of the change), {@code __run_key
 * string, __from long} and {@code __to long} (bronze's snapshots). An update has both images, an
 * insert the one after, a delete the one before; each key at most once in a run. So who groups by a
 * column reads that column of both images and knows every group that changed.
 *
 * <p>Append-only, and appended before the table's own commit, since two tables cannot commit as
 * one. The crash between the two leaves images of a run that never was; the next run may read more
 * of bronze and make others. What counts is therefore said by the table's commit alone: the
 * snapshot that swaps the rows in names the snapshot of this table that has its images ({@link
 * CommitKeys#CHANGES}), and {@link CommittedChanges} follows the table's history. A repeat under
 * the same run key, from the same snapshot of the table over the same range, finds its images and
 * appends nothing: they are a function of just that. A rewind of the table leaves the images of the
 * runs that it takes back, which nothing names any more.
 *
 * <p>The run that makes a table writes none: there is nothing before, and after it is the table.
 */
final class RowImages {
  static final String IMAGE = CommittedChanges.IMAGE;
  static final String OP = "__op";
  static final String AT = "__at";
  private static final String RUN_KEY = "__run_key";
  private static final String FROM = "__from";
  private static final String TO = "__to";

  private static final List<Types.NestedField> OWN =
      List.of(
          Types.NestedField.required(1, IMAGE, Types.StringType.get()),
          Types.NestedField.required(2, OP, Types.StringType.get()),
          Types.NestedField.required(3, AT, Types.StringType.get()),
          Types.NestedField.required(4, RUN_KEY, Types.StringType.get()),
          Types.NestedField.optional(5, FROM, Types.LongType.get()),
          Types.NestedField.required(6, TO, Types.LongType.get()));

  /** Of the table that the images are of, as it was when the run was planned. */
  private static final String OF_SNAPSHOT = "firn.changes-of";

  private final SilverTable table;
  private final Table target;
  private final SnapshotRange range;
  private final JobContext context;
  private final Table changes;

  /**
   * @param target the table that the images are of, as it was when the run was planned
   */
  RowImages(SilverTable table, Table target, SnapshotRange range, JobContext context) {
    this.table = table;
    this.target = target;
    this.range = range;
    this.context = context;
    this.changes = bring();
  }

  static TableName name(SilverTable table) {
    return CommittedChanges.tableOf(table.unit().tableName());
  }

  /**
   * Writes {@code images} into files that no snapshot refers to; none when a run that ended early
   * has appended the same.
   *
   * @param images the table's columns, {@link #IMAGE}, {@link #OP} and {@link #AT}
   */
  WrittenFiles write(Dataset<Row> images) {
    if (appended().isPresent()) {
      return WrittenFiles.merge(List.of());
    }
    Column from =
        range.from().isPresent()
            ? functions.lit(range.from().getAsLong())
            : functions.lit(null).cast("long");
    Dataset<Row> rows =
        images
            .withColumn(RUN_KEY, functions.lit(context.runKey().value()))
            .withColumn(FROM, from)
            .withColumn(TO, functions.lit(range.to()));
    Column[] columns =
        changes.schema().columns().stream()
            .map(column -> Columns.named(column.name()))
            .toArray(Column[]::new);
    return RowFiles.write(rows.select(columns), changes, context.runKey(), 1);
  }

  /**
   * Appends what was written.
   *
   * @return what the table's commit says of it, for its summary
   */
  Map<String, String> commit(WrittenFiles files) {
    String snapshot =
        appended()
            .map(Object::toString)
            .orElseGet(
                () -> files.isEmpty() ? CommittedChanges.NONE : Long.toString(append(files)));
    return Map.of(CommitKeys.CHANGES, snapshot);
  }

  private long append(WrittenFiles files) {
    Stamp stamp =
        new Stamp(
                table.unit(),
                context.runKey(),
                Progress.read(changes).map(Progress::text),
                reached())
            .with(Map.of(OF_SNAPSHOT, head()));
    return new TableCommit(changes, stamp).append(files);
  }

  private String head() {
    return Long.toString(target.currentSnapshot().snapshotId());
  }

  private String reached() {
    return range + " " + context.runKey().value();
  }

  private Optional<Long> appended() {
    if (changes.currentSnapshot() == null) {
      return Optional.empty();
    }
    for (Snapshot snapshot :
        SnapshotUtil.ancestorsOf(changes.currentSnapshot().snapshotId(), changes::snapshot)) {
      if (reached().equals(snapshot.summary().get(CommitKeys.PROGRESS))
          && head().equals(snapshot.summary().get(OF_SNAPSHOT))) {
        return Optional.of(snapshot.snapshotId());
      }
    }
    return Optional.empty();
  }

  /** The table of images, with a column for each that the table has. */
  private Table bring() {
    Optional<Table> existing = Tables.load(context.catalog(), name(table));
    existing.ifPresent(this::alter);
    return existing.orElseGet(
        () ->
            Tables.loadOrCreate(
                context.catalog(),
                new TableSpec(name(table), schema(), PartitionSpec.unpartitioned(), Map.of())));
  }

  private Schema schema() {
    List<Types.NestedField> columns = new ArrayList<>();
    int[] id = {target.schema().columns().size() + OWN.size()};
    for (Types.NestedField column : target.schema().columns()) {
      Type type = TypeUtil.assignFreshIds(column.type(), () -> ++id[0]);
      columns.add(Types.NestedField.optional(columns.size() + 1, column.name(), type));
    }
    for (Types.NestedField column : OWN) {
      columns.add(Types.NestedField.from(column).withId(columns.size() + 1).build());
    }
    return new Schema(columns);
  }

  /** Both steps find what an earlier run did of them and do no more. */
  private void alter(Table have) {
    List<Types.NestedField> added =
        target.schema().columns().stream()
            .filter(column -> have.schema().findField(column.name()) == null)
            .toList();
    if (!added.isEmpty()) {
      UpdateSchema update = have.updateSchema();
      added.forEach(
          column ->
              // With its parent, which is none: else a dot in the name would be taken for a path.
              update
                  .addColumn(null, column.name(), column.type())
                  .moveBefore(column.name(), IMAGE));
      update.commit();
    }
    have.updateSchema().unionByNameWith(optional(target.schema())).commit();
  }

  /** Widened types and new fields of structs come by name; what is required there is not here. */
  private static Schema optional(Schema schema) {
    return new Schema(schema.columns().stream().map(Types.NestedField::asOptional).toList());
  }
}
