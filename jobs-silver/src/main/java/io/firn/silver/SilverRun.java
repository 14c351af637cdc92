package io.firn.silver;

import io.firn.commit.Stamp;
import io.firn.commit.TableCommit;
import io.firn.commit.TableRebuild;
import io.firn.config.SilverTable;
import io.firn.model.FirnException;
import io.firn.model.Outcome;
import io.firn.model.SnapshotRange;
import io.firn.run.JobContext;
import io.firn.run.expect.Publication;
import io.firn.run.expect.Publication.Published;
import io.firn.silver.Promotion.Promoted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;

/** One run of a silver table: bronze's rows of a plan's range, in one commit. */
final class SilverRun {
  private final SilverPlan plan;
  private final JobContext context;
  private final SilverTable table;
  private final SnapshotRange range;
  private final Optional<TenantsTakenBack> back;

  SilverRun(SilverPlan plan, JobContext context) {
    this.plan = plan;
    this.context = context;
    this.table = plan.table();
    this.range = plan.range().orElseThrow();
    this.back =
        plan.takenBack().isEmpty()
            ? Optional.empty()
            : Optional.of(new TenantsTakenBack(plan, context));
  }

  /** What the run reads, and what a new table's columns are made of. */
  private record Read(Delta delta, Survey survey) {}

  /** The table as it is before the run's rows, with the columns that they need. */
  private record Base(Table target, TableShapes shapes, Optional<Existing> held) {}

  Outcome outcome() {
    Delta delta =
        back.map(TenantsTakenBack::others).orElseGet(() -> Delta.read(table, range, context));
    Read read = new Read(delta, Survey.of(table, delta, context));
    return nothingYet(read).map(Outcome.class::cast).orElseGet(() -> promote(read));
  }

  private Optional<Outcome.NothingToDo> nothingYet(Read read) {
    if (!plan.creates()) {
      return Optional.empty();
    }
    if (!read.delta.profile().hasRows()) {
      // A table cannot be made of deletes and truncates: no event has told a column yet. They stay
      // in bronze, and the run that meets the first row reads them again.
      return Optional.of(new Outcome.NothingToDo("no row in " + table.from() + " yet"));
    }
    return ExplodedSurvey.hasNoElements(table, read.survey)
        ? Optional.of(new Outcome.NothingToDo("no element in the rows of " + table.from() + " yet"))
        : Optional.empty();
  }

  private Outcome promote(Read read) {
    SilverSchema columns = new SilverSchema(ExplodedSurvey.named(table), context);
    Base base = base(columns, read);
    Publication publication = SilverAudit.of(table, base.target, range.to(), context);
    Optional<Existing> existing =
        base.held.map(rows -> back.map(tenants -> tenants.others(rows)).orElse(rows));
    // Of tenants taken back no images are made: the commit then names none at all.
    Optional<RowImages> images =
        existing
            .filter(rows -> table.rules().changes() && back.isEmpty())
            .map(rows -> new RowImages(table, base.target, range, context));
    LongAccumulator refused = Rows.refusals(context);
    SilverProgress next = next(read.delta);
    Promoted others = promoted(read, base, existing, images, next, refused);
    Promoted all =
        back.map(
                tenants ->
                    others.and(tenants.anew(base.target, base.shapes, base.held.orElseThrow())))
            .orElse(others);
    TreeMap<String, Long> counts = new TreeMap<>(all.counts());
    counts.put("changes", plan.rows());
    if (refused.value() > 0 || all.refused().isPresent()) {
      counts.put("quarantined", quarantine(read.delta, base.target, all));
    }
    Stamp stamp =
        new Stamp(table.unit(), context.runKey(), plan.expected(), next.text())
            .with(images.map(feed -> feed.commit(all.images())).orElse(Map.of()))
            .withProperties(columns.unsaved(base.target));
    Published published =
        publication.publishChanges(
            base.target,
            back.map(tenants -> tenants.on(stamp)).orElse(stamp),
            all.files(),
            commit -> commit.upsert(all.files()));
    return new Outcome.Committed(
        published.snapshot(),
        plan.summary().range(),
        counts,
        List.of(),
        columns.changes(),
        published.verdicts());
  }

  private Base base(SilverSchema columns, Read read) {
    back.ifPresent(tenants -> tenants.bring(columns));
    ShapeEvidence evidence = new ShapeEvidence(table, read.delta, read.survey, context);
    Table target = columns.bring(read.survey.fields(), evidence, Optional.empty());
    // What a rebuild left that did not end: this run moves main, from which it cannot go on.
    TableRebuild.clean(target);
    TableShapes shapes = TableShapes.of(table, target, context);
    return new Base(target, shapes, Existing.of(target, table, shapes.table(), context));
  }

  private Promoted promoted(
      Read read,
      Base base,
      Optional<Existing> existing,
      Optional<RowImages> images,
      SilverProgress next,
      LongAccumulator refused) {
    Delta delta = read.delta;
    TableShapes shapes = base.shapes;
    boolean versions = shapes.table().versions();
    Rows.Input input =
        new Rows.Input(
            table,
            delta,
            read.survey,
            next.truncates(),
            versions ? VersionPromotion.base(plan, existing) : existing);
    Dataset<Row> latest = shapes.kept(Rows.latest(input, shapes.typed(), refused));
    if (versions) {
      return new VersionPromotion(base.target, shapes.table(), context)
          .promote(plan, input, latest, existing);
    }
    return new Promotion(
            base.target,
            shapes.table(),
            context,
            new Promotion.Held(existing, delta.truncates(), images),
            () -> shapes.kept(Rows.rebuiltFor(delta, table, range.to(), shapes.typed(), context)))
        .promote(latest, delta.profile().rows(), again(input, shapes));
  }

  /**
   * Rows of the keys that are made anew from all of bronze: those of which a change came late, and
   * those that a transform needs whole; empty, without a look, when there can be none.
   */
  private Optional<Dataset<Row>> again(Rows.Input input, TableShapes shapes) {
    if (input.existing().isEmpty()) {
      return Optional.empty();
    }
    Optional<Dataset<Row>> late = late(input);
    WholeRows whole = new WholeRows(input, range.to(), context);
    return (shapes.transform().isPresent()
            ? whole.of(shapes.typed(), late)
            : late.map(keys -> whole.of(shapes.typed(), keys)))
        .map(shapes::kept);
  }

  private Optional<Dataset<Row>> late(Rows.Input input) {
    OptionalLong from = range.from();
    if (from.isEmpty()) {
      return Optional.empty();
    }
    return LateKeys.in(input.delta(), Landed.of(table, from.getAsLong(), context))
        .map(
            late ->
                late.among(
                    Delta.before(table, from.getAsLong(), context),
                    input.survey().keyPaths(table),
                    context))
        .filter(keys -> !keys.isEmpty());
  }

  private SilverProgress next(Delta delta) {
    SilverProgress next = plan.next().orElseThrow().with(delta.truncates());
    return back.map(tenants -> next.with(tenants.delta().truncates())).orElse(next);
  }

  private long quarantine(Delta delta, Table target, Promoted rows) {
    try {
      return new SilverQuarantine(table, context).put(delta, rows.refused(), plan.rows());
    } catch (FirnException refused) {
      TableCommit.discard(target, rows.files());
      throw refused;
    }
  }
}
