package io.firn.run;

import io.firn.config.Pipeline;
import io.firn.model.Acceptance;
import io.firn.model.Layer;
import io.firn.model.Outcome;
import io.firn.model.RunKey;
import io.firn.model.UnitName;
import io.firn.table.Tables;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.iceberg.catalog.Catalog;

/**
 * One pass over a pipeline in one process: what {@code firn run} and the {@code spark-submit}
 * entries call.
 *
 * <p>A unit that fails stops the units that read from it and no others. Spark starts when the first
 * unit has something to do, and not before.
 */
public final class PipelineRun implements AutoCloseable {
  private final Pipeline pipeline;
  private final Map<Layer, Job> jobs = new EnumMap<>(Layer.class);
  private final Clock clock;
  private final RunListener listener;
  private final Catalog catalog;
  private final LazySpark spark;

  /**
   * @param jobs the layers that this process can work on
   * @throws io.firn.model.FirnException TRANSIENT when the catalog does not open
   */
  public PipelineRun(Pipeline pipeline, List<Job> jobs, Clock clock, RunListener listener) {
    this.pipeline = pipeline;
    jobs.forEach(job -> this.jobs.put(job.layer(), job));
    this.clock = clock;
    this.listener = listener;
    this.catalog = Tables.open(pipeline.catalog());
    this.spark = new LazySpark(pipeline);
  }

  /** What each unit would do now, or why it cannot. */
  public Map<UnitName, PlanResult> plan(Selection selection) {
    return plan(selection, List.of());
  }

  /**
   * The same for a run that is told to let breaks in the inputs' history pass.
   *
   * @param acceptances those breaks
   */
  public Map<UnitName, PlanResult> plan(Selection selection, List<Acceptance> acceptances) {
    JobContext context = context(new RunKey("plan"), acceptances, clock.instant());
    Map<UnitName, PlanResult> planned = new TreeMap<>();
    byLayer(selection.units())
        .forEach((layer, units) -> planned.putAll(stage(layer, context).plan(units)));
    return planned;
  }

  /** What {@code plan} would change in its table's shape, see {@link Job#foreseen}. */
  List<String> foreseen(UnitPlan plan) {
    JobContext context = context(new RunKey("plan"), List.of(), clock.instant());
    return job(plan.summary().unit().layer()).foreseen(plan, context);
  }

  /** Runs the selected units and tells how each ended; never throws for a unit's failure. */
  public RunReport run(Selection selection, RunKey runKey) {
    return run(selection, runKey, List.of());
  }

  /**
   * The same, letting breaks in the inputs' history pass.
   *
   * @param acceptances those breaks, as a person decided; each that occurs is recorded
   */
  public RunReport run(Selection selection, RunKey runKey, List<Acceptance> acceptances) {
    Instant startedAt = clock.instant();
    JobContext context = context(runKey, acceptances, startedAt);
    Map<UnitName, UnitReport> reports = new TreeMap<>();
    for (List<UnitName> wave : Waves.of(pipeline, selection.units())) {
      List<UnitName> free = new ArrayList<>();
      for (UnitName unit : wave) {
        brokenInput(unit, reports)
            .ifPresentOrElse(
                broken -> reports.put(unit, skipped(unit, broken)), () -> free.add(unit));
      }
      byLayer(free).forEach((layer, units) -> reports.putAll(stage(layer, context).run(units)));
    }
    return new RunReport(
        runKey, pipeline.name(), startedAt, clock.instant(), List.copyOf(reports.values()));
  }

  private static Map<Layer, List<UnitName>> byLayer(Collection<UnitName> units) {
    return units.stream()
        .collect(
            Collectors.groupingBy(
                UnitName::layer, () -> new EnumMap<>(Layer.class), Collectors.toList()));
  }

  private Stage stage(Layer layer, JobContext context) {
    return new Stage(job(layer), context, clock, listener);
  }

  private UnitReport skipped(UnitName unit, UnitName broken) {
    Outcome outcome = new Outcome.Skipped(broken);
    listener.finished(unit, outcome, Duration.ZERO);
    return new UnitReport(unit, outcome, Duration.ZERO);
  }

  private Optional<UnitName> brokenInput(UnitName unit, Map<UnitName, UnitReport> reports) {
    return pipeline.inputs(unit).stream()
        .filter(reports::containsKey)
        .filter(
            input -> {
              Outcome outcome = reports.get(input).outcome();
              return outcome.failure().isPresent() || outcome instanceof Outcome.Skipped;
            })
        .findFirst();
  }

  /** Recounts the selected units. */
  public List<CheckResult> verify(Selection selection) {
    JobContext context = context(new RunKey("verify"), List.of(), clock.instant());
    List<CheckResult> results = new ArrayList<>();
    selection.units().forEach(unit -> results.addAll(job(unit.layer()).verify(unit, context)));
    return results;
  }

  /** What the selected units' tables hold. */
  public List<UnitStatus> status(Selection selection) {
    return selection.units().stream()
        .map(unit -> UnitStatus.of(unit, Tables.load(catalog, unit.tableName())))
        .toList();
  }

  /** The pipeline's catalog, open as long as this. */
  public Catalog catalog() {
    return catalog;
  }

  /** For work on tables beside runs: this pipeline's catalog and session, at this moment. */
  public JobContext context(RunKey runKey) {
    return context(runKey, List.of(), clock.instant());
  }

  private JobContext context(RunKey runKey, List<Acceptance> acceptances, Instant startedAt) {
    return new JobContext(pipeline, catalog, spark, runKey, acceptances, startedAt);
  }

  private Job job(Layer layer) {
    Job job = jobs.get(layer);
    if (job == null) {
      throw new IllegalArgumentException(
          "this process works on " + jobs.keySet() + " and was given a unit of " + layer);
    }
    return job;
  }

  /** Ends Spark, when it was started, and the catalog's connections. */
  @Override
  public void close() {
    spark.stop();
    if (catalog instanceof Closeable closeable) {
      try {
        closeable.close();
      } catch (IOException failed) {
        throw new UncheckedIOException("cannot close the catalog", failed);
      }
    }
  }
}
