package io.firn.silver;

import io.firn.commit.Stamp;
import io.firn.commit.TableCommit;
import io.firn.commit.WrittenFiles;
import io.firn.config.SilverTable;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.model.Outcome;
import io.firn.model.UnitName;
import io.firn.run.CheckResult;
import io.firn.run.JobContext;
import io.firn.run.JobMain;
import io.firn.run.UnitJob;
import io.firn.run.UnitPlan;
import io.firn.table.Tables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;

/** Bronze to silver: the table that the source has, typed: one row per key, or its versions. */
public final class SilverJob implements UnitJob {

  /** The entry for {@code spark-submit}. */
  public static void main(String[] args) {
    JobMain.exit(args, List.of(new SilverJob()));
  }

  @Override
  public Layer layer() {
    return Layer.SILVER;
  }

  @Override
  public UnitPlan plan(UnitName unit, JobContext context) {
    SilverTable table = context.pipeline().silver(unit.table()).orElseThrow();
    return new SilverPlanner(table)
        .plan(
            Tables.load(context.catalog(), table.from().tableName()),
            Tables.load(context.catalog(), unit.tableName()));
  }

  @Override
  public List<String> foreseen(UnitPlan plan, JobContext context) {
    return new ShapeForecast((SilverPlan) plan, context).sentences();
  }

  @Override
  public Outcome run(UnitPlan unitPlan, JobContext context) {
    SilverPlan plan = (SilverPlan) unitPlan;
    SilverTable table = plan.table();
    Optional<TenantsTakenBack> back =
        plan.takenBack().isEmpty()
            ? Optional.empty()
            : Optional.of(new TenantsTakenBack(plan, context));
    Delta delta =
        back.map(TenantsTakenBack::others)
            .orElseGet(() -> Delta.read(table, plan.range().orElseThrow(), context));
    Survey survey = Survey.of(table, delta, context);
    if (plan.creates() && !delta.profile().hasRows()) {
      // A table cannot be made of deletes and truncates: no event has told a column yet. They stay
      // in bronze, and the run that meets the first row reads them again.
      return new Outcome.NothingToDo("no row in " + table.from() + " yet");
    }
    SilverSchema columns = new SilverSchema(table, context);
    back.ifPresent(tenants -> tenants.bring(columns));
    ShapeEvidence evidence = new ShapeEvidence(table, delta, survey, context);
    Table target = columns.bring(survey.fields(), evidence, Optional.empty());
    RowShape shape = RowShape.of(table, target.schema());
    Optional<Existing> held = Existing.of(target, table, shape, context);
    Optional<Existing> existing =
        held.map(rows -> back.map(tenants -> tenants.others(rows)).orElse(rows));
    SilverProgress next = next(plan, delta, back);
    LongAccumulator refused = Rows.refusals(context);
    Optional<Existing> base = shape.versions() ? VersionPromotion.base(plan, existing) : existing;
    Rows.Input input = new Rows.Input(table, delta, survey, next.truncates(), base);
    Dataset<Row> latest = Rows.latest(input, shape, refused);
    long upTo = plan.range().orElseThrow().to();
    Optional<RowImages> images =
        existing
            // Of tenants taken back no images are made: the commit then names none at all.
            .filter(rows -> table.rules().changes() && back.isEmpty())
            .map(rows -> new RowImages(table, target, plan.range().orElseThrow(), context));
    Promotion.Promoted others =
        shape.versions()
            ? new VersionPromotion(target, shape, context).promote(plan, input, latest, existing)
            : new Promotion(
                    target,
                    shape,
                    context,
                    new Promotion.Held(existing, delta.truncates(), images),
                    () -> Rows.rebuiltFor(delta, table, upTo, shape, context))
                .promote(latest, delta.profile().rows(), again(plan, input, shape, context));
    Promotion.Promoted promoted =
        back.map(tenants -> others.and(tenants.anew(target, shape, held.orElseThrow())))
            .orElse(others);
    TreeMap<String, Long> counts = new TreeMap<>(promoted.counts());
    counts.put("changes", plan.rows());
    if (refused.value() > 0) {
      counts.put("quarantined", quarantine(plan, delta, target, promoted.files(), context));
    }
    Stamp stamp =
        new Stamp(table.unit(), context.runKey(), plan.expected(), next.text())
            .with(images.map(feed -> feed.commit(promoted.images())).orElse(Map.of()))
            .withProperties(columns.unsaved(target));
    long snapshot =
        new TableCommit(target, back.map(tenants -> tenants.on(stamp)).orElse(stamp))
            .upsert(promoted.files());
    return new Outcome.Committed(
        snapshot, plan.summary().range(), counts, List.of(), columns.changes());
  }

  /** Rows of the keys of which a change came late; empty, without a look, when none can. */
  private static Optional<Dataset<Row>> again(
      SilverPlan plan, Rows.Input input, RowShape shape, JobContext context) {
    SilverTable table = plan.table();
    OptionalLong from = plan.range().orElseThrow().from();
    if (from.isEmpty() || input.existing().isEmpty()) {
      return Optional.empty();
    }
    return LateKeys.in(input.delta(), Landed.of(table, from.getAsLong(), context))
        .map(
            late ->
                late.among(
                    Delta.before(table, from.getAsLong(), context),
                    input.survey().keyPaths(table),
                    context))
        .filter(keys -> !keys.isEmpty())
        .map(keys -> Rows.again(table, plan.range().orElseThrow().to(), shape, keys, context));
  }

  private static SilverProgress next(
      SilverPlan plan, Delta delta, Optional<TenantsTakenBack> back) {
    SilverProgress next = plan.next().orElseThrow().with(delta.truncates());
    return back.map(tenants -> next.with(tenants.delta().truncates())).orElse(next);
  }

  private static long quarantine(
      SilverPlan plan, Delta delta, Table target, WrittenFiles files, JobContext context) {
    try {
      return new SilverQuarantine(plan.table(), context).put(delta, plan.rows());
    } catch (FirnException refused) {
      TableCommit.discard(target, files);
      throw refused;
    }
  }

  @Override
  public List<CheckResult> verify(UnitName unit, JobContext context) {
    return new SilverVerify(context.pipeline().silver(unit.table()).orElseThrow(), context)
        .checks();
  }
}
