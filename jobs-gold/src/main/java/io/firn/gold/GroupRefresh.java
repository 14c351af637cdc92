package io.firn.gold;

import io.firn.config.GoldTable;
import io.firn.gold.Reach.Anywhere;
import io.firn.gold.Reach.Told;
import io.firn.gold.RefreshPlan.Full;
import io.firn.gold.RefreshPlan.Incremental;
import io.firn.run.JobContext;
import io.firn.table.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Computes the groups anew that changes of the inputs reach, from the pinned snapshots, and finds
 * the files in which their rows stand. The other groups are made of the same rows as before ({@link
 * AffectedGroups}), so theirs are right as they are.
 *
 * <p>Where the query does not let changes be followed, and where so much changed that all of it is
 * cheaper, all is computed, and the outcome says why.
 */
final class GroupRefresh {
  /** So many values are fetched to the driver and sent with the query. */
  private static final int MOST_GROUPS = 100_000;

  /** Up to here there is nothing to save, and nothing to lose. */
  private static final long SMALL_TABLE = 1_000;

  private static final String FILE = "__file";

  private final GoldTable table;
  private final Incremental plan;
  private final StagedRows staged;
  private final JobContext context;

  private GroupRefresh(
      GoldPlan plan, Incremental incremental, StagedRows staged, JobContext context) {
    this.table = plan.table();
    this.plan = incremental;
    this.staged = staged;
    this.context = context;
  }

  /** As {@code plan} has it, or all where that turns out to be impossible or dearer. */
  static Recomputed recompute(GoldPlan plan, StagedRows staged, JobContext context) {
    Dataset<Row> all = GoldQuery.rows(plan.table(), plan.next().orElseThrow().inputs(), context);
    String range = "full rebuild from " + plan.next().orElseThrow().inputs();
    if (!(plan.refresh() instanceof Incremental incremental)) {
      Optional<String> why = ((Full) plan.refresh()).reason();
      return new Recomputed(
          all,
          Optional.empty(),
          range + why.map(GoldPlan::fullBecause).map(text -> "; " + text).orElse(""));
    }
    try {
      return new GroupRefresh(plan, incremental, staged, context)
          .groups(all, plan.summary().range());
    } catch (AllChanged changed) {
      return new Recomputed(
          all, Optional.empty(), range + "; " + GoldPlan.fullBecause(changed.getMessage()));
    }
  }

  /** Thrown to say why all has to be computed. */
  private static final class AllChanged extends Exception {
    private static final long serialVersionUID = 1L;

    private AllChanged(String reason) {
      super(reason);
    }
  }

  private Recomputed groups(Dataset<Row> all, String range) throws AllChanged {
    Table target = Tables.load(context.catalog(), table.unit().tableName()).orElseThrow();
    if (target.currentSnapshot().snapshotId() != plan.head()) {
      throw new AllChanged("the gold table moved since the run was planned");
    }
    LogicalPlan query = Reach.inlined(analyzed(all));
    Optional<GroupValues> changed = changed(query, told(query));
    if (changed.isEmpty()) {
      Replaced nothing = new Replaced(target, List.of(), all.limit(0), 0, 0);
      return new Recomputed(all.limit(0), Optional.of(nothing), range);
    }
    return new Recomputed(
        changed.get().of(all), Optional.of(replaced(target, changed.get())), range);
  }

  private static LogicalPlan analyzed(Dataset<Row> rows) {
    return ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().analyzed();
  }

  /** The columns of the grain that all changed inputs tell. */
  private Told told(LogicalPlan query) throws AllChanged {
    Map<String, Reach> reaches = Reach.of(query, table.grain());
    Reach all = new Told(table.grain());
    for (String input : plan.changes().keySet()) {
      Reach reach = reaches.getOrDefault(input, all);
      if (reach instanceof Anywhere anywhere) {
        throw new AllChanged(
            "changes of " + input + " cannot be followed to the grain: " + anywhere.reason());
      }
      all = Reach.and(all, reach);
    }
    if (all instanceof Told told) {
      return told;
    }
    throw new AllChanged(((Anywhere) all).reason());
  }

  private Optional<GroupValues> changed(LogicalPlan query, Told told) throws AllChanged {
    ChangedRows images = ChangedRows.of(plan.changes(), staged, context);
    AffectedGroups affected =
        new AffectedGroups((SparkSession) context.spark().get(), told.columns());
    affected.add(query, images.after());
    if (!images.before().isEmpty()) {
      Dataset<Row> before = GoldQuery.rows(table, plan.before().inputs(), context);
      affected.add(Reach.inlined(analyzed(before)), images.before());
    }
    Optional<Dataset<Row>> distinct = affected.distinct();
    if (distinct.isEmpty()) {
      return Optional.empty();
    }
    LocalRows values =
        LocalRows.collect(distinct.get(), MOST_GROUPS)
            .orElseThrow(() -> new AllChanged("more than " + MOST_GROUPS + " groups changed"));
    return values.isEmpty() ? Optional.empty() : Optional.of(new GroupValues(values));
  }

  private Replaced replaced(Table target, GroupValues changed) throws AllChanged {
    Map<String, Long> rowsByFile = rowsByFile(changed);
    List<FileScanTask> tasks = new ArrayList<>();
    List<DataFile> files = new ArrayList<>();
    long rows = 0;
    for (FileScanTask task : ChangedRows.list(target.newScan().planFiles())) {
      rows += task.file().recordCount();
      if (rowsByFile.containsKey(task.file().location())) {
        tasks.add(task);
        files.add(task.file());
      }
    }
    long removed = rowsByFile.values().stream().mapToLong(Long::longValue).sum();
    if (files.size() != rowsByFile.size()) {
      throw new IllegalStateException("rows of " + target.name() + " in files that it has not");
    }
    if (rows > SMALL_TABLE && removed > rows / 2) {
      throw new AllChanged(removed + " of " + rows + " rows changed, more than half");
    }
    Dataset<Row> kept = changed.without(staged.rows(target, tasks));
    return new Replaced(target, files, kept, changed.count(), removed);
  }

  private Map<String, Long> rowsByFile(GroupValues changed) {
    Column[] columns =
        Stream.concat(
                changed.columns().stream().map(column -> functions.col("`" + column + "`")),
                Stream.of(functions.col("_file").as(FILE)))
            .toArray(Column[]::new);
    Dataset<Row> held =
        context
            .spark()
            .get()
            .read()
            .format("iceberg")
            .option("versionAsOf", Long.toString(plan.head()))
            .load(table.unit().tableName().inCatalog(context.pipeline().catalog().name()))
            .select(columns);
    Map<String, Long> rows = new HashMap<>();
    changed
        .of(held)
        .groupBy(FILE)
        .count()
        .collectAsList()
        .forEach(row -> rows.put(row.getString(0), row.getLong(1)));
    return rows;
  }
}
