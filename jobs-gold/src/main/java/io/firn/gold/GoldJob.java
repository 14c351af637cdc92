package io.firn.gold;

import io.firn.commit.CommitKeys;
import io.firn.commit.RowFiles;
import io.firn.commit.Stamp;
import io.firn.commit.WrittenFiles;
import io.firn.config.GoldTable;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.model.Outcome;
import io.firn.model.UnitName;
import io.firn.quality.FittingRules;
import io.firn.run.CheckResult;
import io.firn.run.JobContext;
import io.firn.run.JobMain;
import io.firn.run.UnitJob;
import io.firn.run.UnitPlan;
import io.firn.run.expect.Publication;
import io.firn.run.expect.Publication.Published;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/** Silver to gold: business facts from pinned snapshots, all of them or those that changed. */
public final class GoldJob implements UnitJob {

  /** The entry for {@code spark-submit}. */
  public static void main(String[] args) {
    JobMain.exit(args, List.of(new GoldJob()));
  }

  @Override
  public Layer layer() {
    return Layer.GOLD;
  }

  @Override
  public UnitPlan plan(UnitName unit, JobContext context) {
    return GoldPlanner.plan(context.pipeline().gold(unit.table()).orElseThrow(), context);
  }

  @Override
  public Outcome run(UnitPlan unitPlan, JobContext context) {
    GoldPlan plan = (GoldPlan) unitPlan;
    GoldTable table = plan.table();
    GoldProgress cut = plan.next().orElseThrow();
    try (StagedRows staged = new StagedRows(table.unit() + "/" + context.runKey(), context)) {
      Recomputed made = GroupRefresh.recompute(plan, staged, context);
      // Checked for its grain and then written: kept so that the query runs once.
      Dataset<Row> rows = made.rows().persist(StorageLevel.MEMORY_AND_DISK());
      try {
        requireGrain(table, rows);
        FittingRules.require(
            table.unit(), table.expectations(), rows.schema(), context.spark().get());
        GoldTables tables = new GoldTables(table, context);
        Table target =
            made.replaced().map(Replaced::target).orElseGet(() -> tables.bring(rows.schema()));
        Publication publication = GoldAudit.of(table, cut, target, context);
        WrittenFiles files = write(target, publication.kept(rows), made.replaced(), context);
        Stamp stamp =
            new Stamp(table.unit(), context.runKey(), plan.expected(), cut.text())
                .with(Map.of(CommitKeys.REFRESH, made.how()));
        Published published =
            publication.publish(target, stamp, rows, commit -> made.commit(commit, files));
        return new Outcome.Committed(
            published.snapshot(),
            made.how(),
            made.counts(files.rows()),
            List.of(),
            tables.changes(),
            published.verdicts());
      } finally {
        rows.unpersist();
      }
    }
  }

  private static void requireGrain(GoldTable table, Dataset<Row> rows) {
    Column[] grain =
        table.grain().stream()
            .map(column -> functions.col("`" + column + "`"))
            .toArray(Column[]::new);
    requireColumns(table, rows);
    List<Row> twice =
        rows.groupBy(grain)
            .count()
            .filter(functions.col("count").gt(1))
            .agg(functions.count(functions.lit(1)))
            .collectAsList();
    long groups = twice.get(0).getLong(0);
    if (groups > 0) {
      throw contract(
          table,
          "one row for each " + table.grain(),
          groups + " values of it with more than one row",
          "Aggregate to the grain in " + table.sqlFile() + ", or declare the grain it has.");
    }
  }

  /** Refuses a result without the columns of its grain. */
  static void requireColumns(GoldTable table, Dataset<Row> rows) {
    List<String> columns = List.of(rows.columns());
    if (!columns.containsAll(table.grain())) {
      throw contract(
          table,
          "the grain columns " + table.grain() + " in the query's result",
          columns.toString(),
          "Select them in " + table.sqlFile() + ", or correct 'grain'.");
    }
  }

  private static FirnException contract(
      GoldTable table, String expected, String found, String next) {
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            "The result of " + table.unit() + " does not have its declared grain",
            table.sqlFile(),
            expected,
            found,
            next));
  }

  private static WrittenFiles write(
      Table target, Dataset<Row> rows, Optional<Replaced> replaced, JobContext context) {
    Dataset<Row> computed = inColumnsOf(target, rows);
    int tasks = context.spark().get().sparkContext().defaultParallelism();
    return replaced.isPresent()
        ? RowFiles.write(
            computed.unionAll(inColumnsOf(target, replaced.get().kept())),
            target,
            context.runKey(),
            Math.min(tasks, replaced.get().tasks()))
        : RowFiles.write(computed, target, context.runKey(), tasks);
  }

  private static Dataset<Row> inColumnsOf(Table target, Dataset<Row> rows) {
    StructType type = SparkSchemaUtil.convert(target.schema());
    List<String> computed = Arrays.asList(rows.columns());
    Column[] columns =
        Arrays.stream(type.fields())
            .map(
                field ->
                    (computed.contains(field.name())
                            ? functions.col("`" + field.name() + "`")
                            : functions.lit(null))
                        .cast(field.dataType())
                        .as(field.name()))
            .toArray(Column[]::new);
    return rows.select(columns);
  }

  @Override
  public List<CheckResult> verify(UnitName unit, JobContext context) {
    return new GoldVerify(context.pipeline().gold(unit.table()).orElseThrow(), context).checks();
  }
}
