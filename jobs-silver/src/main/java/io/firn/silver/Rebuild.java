package io.firn.silver;

import io.firn.commit.CommitKeys;
import io.firn.commit.Progress;
import io.firn.commit.RowFiles;
import io.firn.commit.Stamp;
import io.firn.commit.TableRebuild;
import io.firn.commit.WrittenFiles;
import io.firn.config.SilverTable;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.Outcome;
import io.firn.model.RunKey;
import io.firn.model.SnapshotRange;
import io.firn.model.UnitName;
import io.firn.run.JobContext;
import io.firn.run.expect.Publication;
import io.firn.table.RowComparison;
import io.firn.table.Tables;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;

/**
 * Makes a silver table anew from all of bronze up to the snapshot that it has reached: {@code firn
 * run --rebuild}. A column that was declared later is filled, and a transform that became another
 * applies to every row.
 *
 * <p>The rows go in on a branch ({@link TableRebuild}), are compared with main's, and become main's
 * in one commit; readers go on reading main meanwhile. Progress names the same bronze snapshot
 * before and after, so the run that follows goes on from where the table was, and the summary says
 * {@link CommitKeys#MADE_ANEW}: what is made of this table is computed anew. No images are kept of
 * it; who reads them finds the gap and reads the table.
 *
 * <p>Killed before the swap, main is as it was, with columns that are null so far; the next rebuild
 * removes the branch and begins anew. Killed after it, all is done: a rebuild under the same run
 * key finds itself in the table's history.
 */
public final class Rebuild {
  /** Behind the run's key: the unit itself has not run under it yet. */
  private static final String SUFFIX = "-rebuild";

  private static final String EVERYBODY = "[\"*\"]";

  private final JobContext context;

  public Rebuild(JobContext context) {
    this.context = context;
  }

  /**
   * Reads what the tables say of themselves; starts no Spark, writes nothing.
   *
   * @throws FirnException HISTORY when bronze is another table, or has lost the snapshot
   */
  public RebuildPlan plan(UnitName unit) {
    SilverTable table = context.pipeline().silver(unit.table()).orElseThrow();
    Optional<Table> target = Tables.load(context.catalog(), unit.tableName());
    Optional<SilverProgress> reached =
        target.flatMap(Progress::read).map(Progress::text).map(SilverProgress::parse);
    if (target.isEmpty() || reached.isEmpty()) {
      return nothing(unit, "holds nothing yet: the run makes it");
    }
    if (Progress.committedBy(target.get(), key().value())) {
      return nothing(unit, "was made anew under this run key before");
    }
    Snapshot bronze = bronze(table, reached.get());
    String note =
        "readers see the rows of now until the new ones are complete and compared; what is made of "
            + unit.tableName()
            + " is computed anew";
    return new RebuildPlan(
        unit,
        OptionalLong.of(bronze.snapshotId()),
        records(bronze),
        records(target.get().currentSnapshot()),
        List.of(note),
        target);
  }

  private static RebuildPlan nothing(UnitName unit, String why) {
    return new RebuildPlan(
        unit, OptionalLong.empty(), 0, 0, List.of(unit + " " + why), Optional.empty());
  }

  private RunKey key() {
    String key = context.runKey().value();
    return new RunKey(key.substring(0, Math.min(key.length(), 128 - SUFFIX.length())) + SUFFIX);
  }

  private Snapshot bronze(SilverTable table, SilverProgress reached) {
    return Tables.load(context.catalog(), table.from().tableName())
        .filter(bronze -> bronze.uuid().toString().equals(reached.table()))
        .map(bronze -> bronze.snapshot(reached.snapshot()))
        .orElseThrow(
            () ->
                new FirnException(
                    new Failure(
                        ErrorKind.HISTORY,
                        table.unit() + " cannot be made anew up to where it is",
                        reached.input(),
                        "table id "
                            + reached.table()
                            + " with snapshot "
                            + reached.snapshot()
                            + ", as the table's progress says",
                        "another table, or that snapshot expired",
                        "Run the table once and rebuild then, or drop "
                            + table.unit().tableName()
                            + " to build it from what bronze holds.")));
  }

  private static long records(Snapshot snapshot) {
    Map<String, String> summary = snapshot.summary();
    return Long.parseLong(summary.getOrDefault(SnapshotSummary.TOTAL_RECORDS_PROP, "0"))
        - Long.parseLong(summary.getOrDefault(SnapshotSummary.TOTAL_POS_DELETES_PROP, "0"));
  }

  /**
   * Carries out {@code plan}, which is ready.
   *
   * @return with the counts {@code rows} that the table has now, {@code only-rebuilt} that it had
   *     not as they are and {@code only-before} that it has no longer so
   * @throws FirnException FENCED when a run committed meanwhile; main is then as that run left it
   */
  public Outcome carryOut(RebuildPlan plan) {
    Staged staged = stage(plan);
    staged.publication().requireStaged(staged.snapshot(), TableRebuild.BRANCH);
    staged.rebuild().swap(staged.snapshot());
    TreeMap<String, Long> counts = new TreeMap<>();
    counts.put("rows", staged.rows());
    counts.put("only-rebuilt", staged.compared().missing());
    counts.put("only-before", staged.compared().extra());
    return new Outcome.Committed(
        staged.snapshot(),
        "all of "
            + context.pipeline().silver(plan.unit().table()).orElseThrow().from()
            + " up to snapshot "
            + plan.snapshot().orElseThrow(),
        counts,
        List.of(),
        staged.changes());
  }

  /**
   * Rows on the branch.
   *
   * @param rows of them
   * @param compared those that main should have, by the rebuild, with those that it has
   * @param publication asks them what is expected of the table
   */
  record Staged(
      TableRebuild rebuild,
      long snapshot,
      long rows,
      RowComparison compared,
      List<String> changes,
      Publication publication) {}

  /** All but the last step. */
  Staged stage(RebuildPlan plan) {
    SilverTable table = context.pipeline().silver(plan.unit().table()).orElseThrow();
    TableRebuild.clean(plan.target().orElseThrow());
    long snapshot = plan.snapshot().orElseThrow();
    Delta all = Delta.read(table, new SnapshotRange(OptionalLong.empty(), snapshot), context);
    Survey survey = Survey.of(table, all, context);
    SilverSchema columns = SilverSchema.ofRebuild(table, context);
    Table target =
        columns.bring(
            survey.fields(),
            new ShapeEvidence(table, all, survey, context),
            Optional.of("a rebuild"));
    requireHead(plan, target);
    Publication publication = SilverAudit.of(table, target, snapshot, context);
    TableShapes shapes = TableShapes.of(table, target, context);
    LongAccumulator refused = Rows.refusals(context);
    Rows.Input input = new Rows.Input(table, all, survey, all.truncates(), Optional.empty());
    Dataset<Row> rows = shapes.kept(Rows.latest(input, shapes.typed(), refused));
    StructType type = shapes.table().table();
    WrittenFiles files =
        RowFiles.write(
            written(rows, all, shapes.table()),
            target,
            key(),
            context.spark().get().sparkContext().defaultParallelism());
    Optional<Dataset<Row>> elements =
        shapes.table().explodes()
            ? Optional.of(ElementRefusals.among(shapes.table().heads(rows)))
                .filter(noted -> !noted.isEmpty())
            : Optional.empty();
    if (refused.value() > 0 || elements.isPresent()) {
      new SilverQuarantine(table, context).putAgain(all, elements);
    }
    long head = target.currentSnapshot().snapshotId();
    TableRebuild rebuild =
        new TableRebuild(target, stamp(table, target, all).withProperties(columns.unsaved(target)));
    long staged = rebuild.stage(files);
    RowComparison compared = RowComparison.between(at(table, staged, type), at(table, head, type));
    return new Staged(rebuild, staged, files.rows(), compared, columns.changes(), publication);
  }

  /** What of {@code rows} the table keeps, in its columns. */
  private static Dataset<Row> written(Dataset<Row> rows, Delta all, RowShape shape) {
    Dataset<Row> kept =
        shape.versions()
            ? Versions.written(
                Versions.of(rows, Optional.empty(), shape, TruncateTimes.in(all)), shape)
            : rows.filter(functions.not(functions.col(Columns.DELETED)));
    return kept.select(named(shape.table()));
  }

  private static void requireHead(RebuildPlan plan, Table target) {
    long planned = plan.target().orElseThrow().currentSnapshot().snapshotId();
    if (target.currentSnapshot().snapshotId() != planned) {
      throw new FirnException(
          new Failure(
              ErrorKind.FENCED,
              "Another writer changed " + plan.unit() + " since the rebuild was planned",
              target.name(),
              "snapshot " + planned,
              "snapshot " + target.currentSnapshot().snapshotId(),
              "Nothing was changed. Let the other run end, then rebuild again."));
    }
  }

  private Stamp stamp(SilverTable table, Table target, Delta all) {
    String before = Progress.read(target).map(Progress::text).orElseThrow();
    SilverProgress reached = SilverProgress.parse(before);
    SilverProgress next =
        new SilverProgress(
                reached.input(),
                reached.table(),
                reached.snapshot(),
                reached.truncated(),
                TransformCode.fingerprint(table))
            .with(all.truncates());
    return new Stamp(table.unit(), key(), Optional.of(before), next.text())
        .with(Map.of(CommitKeys.MADE_ANEW, EVERYBODY));
  }

  /** The table's rows at a snapshot, which may have been written with fewer columns. */
  private Dataset<Row> at(SilverTable table, long snapshot, StructType type) {
    Dataset<Row> rows =
        context
            .spark()
            .get()
            .read()
            .format("iceberg")
            .option("versionAsOf", String.valueOf(snapshot))
            .load(table.unit().tableName().inCatalog(context.pipeline().catalog().name()));
    Set<String> written = Set.of(rows.columns());
    return rows.select(
        Arrays.stream(type.fields())
            .map(
                field ->
                    (written.contains(field.name())
                            ? GrownColumn.read(
                                Columns.named(field.name()),
                                rows.schema().apply(field.name()).dataType(),
                                field.dataType())
                            : functions.lit(null).cast(field.dataType()))
                        .as(field.name()))
            .toArray(Column[]::new));
  }

  private static Column[] named(StructType type) {
    return Arrays.stream(type.fieldNames()).map(Columns::named).toArray(Column[]::new);
  }
}
