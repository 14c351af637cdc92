package io.firn.run;

import io.firn.commit.Progress;
import io.firn.config.Pipeline;
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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.iceberg.catalog.Catalog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass over a pipeline in one process: what {@code firn run} and the {@code spark-submit}
 * entries call.
 *
 * <p>A unit that fails stops the units that read from it and no others. Spark starts when the first
 * unit has something to do, and not before.
 */
public final class PipelineRun implements AutoCloseable {
  /** Units at work at once; they wait for brokers and object stores more than they compute. */
  private static final int PARALLEL_UNITS = 4;

  /**
   * Units planned at once. A plan waits for the broker or the catalog and computes nothing; were
   * few planned at once, a broker that does not answer would cost its timeout again for each few.
   * No more than this, since each plan that waits holds a thread, and in bronze a Kafka client with
   * its own thread and connections, which the broker sees as one burst.
   */
  private static final int PARALLEL_PLANS = 64;

  private static final Logger LOG = LoggerFactory.getLogger(PipelineRun.class);

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

  /**
   * What each unit would do now.
   *
   * @throws io.firn.model.FirnException of the first unit that cannot be planned
   */
  public List<PlanSummary> plan(Selection selection) {
    JobContext context = context(new RunKey("plan"), clock.instant());
    return selection.units().stream().map(unit -> job(unit).plan(unit, context).summary()).toList();
  }

  /** Runs the selected units and tells how each ended; never throws for a unit's failure. */
  public RunReport run(Selection selection, RunKey runKey) {
    Instant startedAt = clock.instant();
    JobContext context = context(runKey, startedAt);
    Map<UnitName, UnitReport> reports = new TreeMap<>();
    ExecutorService planners = Executors.newFixedThreadPool(PARALLEL_PLANS);
    ExecutorService workers = Executors.newFixedThreadPool(PARALLEL_UNITS);
    try {
      for (List<UnitName> wave : Waves.of(pipeline, selection.units())) {
        List<CompletableFuture<UnitReport>> running = new ArrayList<>();
        for (UnitName unit : wave) {
          Optional<UnitName> broken = brokenInput(unit, reports);
          running.add(
              CompletableFuture.supplyAsync(() -> begin(unit, broken, context), planners)
                  .thenApplyAsync(this::end, workers));
        }
        running.stream()
            .map(CompletableFuture::join)
            .forEach(report -> reports.put(report.unit(), report));
      }
    } finally {
      planners.shutdown();
      workers.shutdown();
    }
    return new RunReport(
        runKey, pipeline.name(), startedAt, clock.instant(), List.copyOf(reports.values()));
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

  /**
   * A unit that was planned.
   *
   * @param work what is left to do for its outcome
   * @param took so far
   */
  private record Begun(UnitName unit, Callable<Outcome> work, Duration took) {}

  private Begun begin(UnitName unit, Optional<UnitName> broken, JobContext context) {
    Instant started = clock.instant();
    listener.started(unit);
    Callable<Outcome> work;
    try {
      work = broken.isPresent() ? () -> new Outcome.Skipped(broken.get()) : planned(unit, context);
    } catch (Exception | LinkageError thrown) {
      Outcome failed = failed(unit, thrown);
      work = () -> failed;
    }
    return new Begun(unit, work, Duration.between(started, clock.instant()));
  }

  private Callable<Outcome> planned(UnitName unit, JobContext context) {
    String runKey = context.runKey().value();
    boolean done =
        Tables.load(catalog, unit.tableName())
            .filter(table -> Progress.committedBy(table, runKey))
            .isPresent();
    if (done) {
      return () -> new Outcome.NothingToDo("run key " + runKey + " has committed this unit before");
    }
    UnitPlan plan = job(unit).plan(unit, context);
    listener.planned(plan.summary());
    return plan.summary().ready()
        ? () -> job(unit).run(plan, context)
        : () -> new Outcome.NothingToDo(String.join("; ", plan.summary().notes()));
  }

  private UnitReport end(Begun begun) {
    Instant started = clock.instant();
    Outcome outcome;
    try {
      outcome = begun.work().call();
    } catch (Exception | LinkageError thrown) {
      outcome = failed(begun.unit(), thrown);
    }
    // Without the time in between, when it waited for its turn.
    Duration took = begun.took().plus(Duration.between(started, clock.instant()));
    listener.finished(begun.unit(), outcome, took);
    return new UnitReport(begun.unit(), outcome, took);
  }

  /**
   * One unit's failure is a value: it must reach the report and must not reach its neighbours.
   * Spark throws checked exceptions that its methods do not declare, so all are caught.
   */
  private static Outcome failed(UnitName unit, Throwable thrown) {
    LOG.error("{} failed", unit, thrown);
    return new Outcome.Failed(Failures.of(unit, thrown));
  }

  /** Recounts the selected units. */
  public List<CheckResult> verify(Selection selection) {
    JobContext context = context(new RunKey("verify"), clock.instant());
    List<CheckResult> results = new ArrayList<>();
    selection.units().forEach(unit -> results.addAll(job(unit).verify(unit, context)));
    return results;
  }

  /** What the selected units' tables hold. */
  public List<UnitStatus> status(Selection selection) {
    return selection.units().stream()
        .map(unit -> UnitStatus.of(unit, Tables.load(catalog, unit.tableName())))
        .toList();
  }

  private JobContext context(RunKey runKey, Instant startedAt) {
    return new JobContext(pipeline, catalog, spark, runKey, startedAt);
  }

  private Job job(UnitName unit) {
    Job job = jobs.get(unit.layer());
    if (job == null) {
      throw new IllegalArgumentException(
          "this process works on " + jobs.keySet() + " and was given " + unit);
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
