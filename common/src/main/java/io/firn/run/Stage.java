package io.firn.run;

import io.firn.commit.Progress;
import io.firn.model.Failure;
import io.firn.model.Outcome;
import io.firn.model.UnitName;
import io.firn.table.Tables;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.iceberg.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One layer's units that nothing stands before any more: plans all of them, then runs them. */
final class Stage {
  /** Units at work at once; they wait for object stores more than they compute. */
  private static final int PARALLEL_RUNS = 4;

  /** Units planned at once: a plan asks catalog or broker and computes nothing. */
  private static final int PARALLEL_PLANS = 32;

  private static final Logger LOG = LoggerFactory.getLogger(Stage.class);

  private final Job job;
  private final JobContext context;
  private final Clock clock;
  private final RunListener listener;

  Stage(Job job, JobContext context, Clock clock, RunListener listener) {
    this.job = job;
    this.context = context;
    this.clock = clock;
    this.listener = listener;
  }

  /** What each unit would do, or why it cannot. */
  Map<UnitName, PlanResult> plan(Collection<UnitName> units) {
    return plan(units, unit -> Tables.load(context.catalog(), unit.tableName()));
  }

  private Map<UnitName, PlanResult> plan(
      Collection<UnitName> units, Function<UnitName, Optional<Table>> tables) {
    if (job instanceof LayerJob layer) {
      return attempt(units, () -> layer.plan(units, context, tables), PlanResult.Refused::new);
    }
    UnitJob each = (UnitJob) job;
    return parallel(units, PARALLEL_PLANS, unit -> planned(each, unit));
  }

  private PlanResult planned(UnitJob each, UnitName unit) {
    try {
      return new PlanResult.Ready(each.plan(unit, context));
    } catch (Exception | LinkageError thrown) {
      return new PlanResult.Refused(unit, failure(unit, thrown));
    }
  }

  /** Plans and runs {@code units}; tells how each ended. */
  Map<UnitName, UnitReport> run(Collection<UnitName> units) {
    Instant started = clock.instant();
    Map<UnitName, Before> before = parallel(units, PARALLEL_PLANS, this::before);
    List<UnitName> open =
        units.stream().filter(unit -> before.get(unit).settled().isEmpty()).toList();
    Map<UnitName, UnitReport> reports = new TreeMap<>();
    before.forEach(
        (unit, found) ->
            found.settled().ifPresent(end -> reports.put(unit, end(unit, end, started))));
    List<UnitPlan> ready = new ArrayList<>();
    plan(open, unit -> before.get(unit).table())
        .forEach(
            (unit, planned) ->
                withoutRunning(planned)
                    .ifPresentOrElse(
                        outcome -> reports.put(unit, end(unit, outcome, started)),
                        () -> ready.add(planned.orThrow())));
    reports.putAll(carryOut(ready));
    return reports;
  }

  /**
   * A unit before the run.
   *
   * @param settled how it ended before it began, if it did
   */
  private record Before(Optional<Table> table, Optional<Outcome> settled) {}

  private Before before(UnitName unit) {
    String runKey = context.runKey().value();
    try {
      Optional<Table> table = Tables.load(context.catalog(), unit.tableName());
      return new Before(
          table,
          table
              .filter(loaded -> Progress.committedBy(loaded, runKey))
              .map(
                  loaded ->
                      new Outcome.NothingToDo(
                          "run key " + runKey + " has committed this unit before")));
    } catch (RuntimeException unreadable) {
      return new Before(
          Optional.empty(), Optional.of(new Outcome.Failed(failure(unit, unreadable))));
    }
  }

  private Optional<Outcome> withoutRunning(PlanResult planned) {
    if (planned instanceof PlanResult.Refused refused) {
      return Optional.of(new Outcome.Failed(refused.cause()));
    }
    PlanSummary summary = planned.orThrow().summary();
    listener.planned(summary);
    return summary.ready()
        ? Optional.empty()
        : Optional.of(new Outcome.NothingToDo(String.join("; ", summary.notes())));
  }

  private Map<UnitName, UnitReport> carryOut(List<UnitPlan> ready) {
    Map<UnitName, UnitPlan> plans = new TreeMap<>();
    ready.forEach(plan -> plans.put(plan.summary().unit(), plan));
    if (job instanceof LayerJob layer && !ready.isEmpty()) {
      Instant started = clock.instant();
      plans.keySet().forEach(listener::started);
      Map<UnitName, UnitReport> reports = new TreeMap<>();
      attempt(
              plans.keySet(),
              () -> layer.run(ready, context),
              (unit, failure) -> (Outcome) new Outcome.Failed(failure))
          .forEach((unit, outcome) -> reports.put(unit, end(unit, outcome, started)));
      return reports;
    }
    SmallWork work = SmallWork.of(ready);
    return parallel(
        plans.keySet(),
        PARALLEL_RUNS,
        unit -> carryOut((UnitJob) job, plans.get(unit), unit, work));
  }

  private UnitReport carryOut(UnitJob each, UnitPlan plan, UnitName unit, SmallWork work) {
    Instant started = clock.instant();
    listener.started(unit);
    Outcome outcome;
    try {
      work.suit(context);
      outcome = each.run(plan, context);
    } catch (Exception | LinkageError thrown) {
      outcome = new Outcome.Failed(failure(unit, thrown));
    }
    return end(unit, outcome, started);
  }

  private UnitReport end(UnitName unit, Outcome outcome, Instant started) {
    Duration took = Duration.between(started, clock.instant());
    listener.finished(unit, outcome, took);
    return new UnitReport(unit, outcome, took);
  }

  /**
   * One unit's failure is a value: it must reach the report and must not reach its neighbours.
   * Spark throws checked exceptions that its methods do not declare, so all are caught.
   */
  private static Failure failure(UnitName unit, Throwable thrown) {
    LOG.error("{} failed", unit, thrown);
    return Failures.of(unit, thrown);
  }

  /** What is done for all units at once; when that fails, it failed for each of them. */
  private static <T> Map<UnitName, T> attempt(
      Collection<UnitName> units,
      Supplier<Map<UnitName, T>> work,
      BiFunction<UnitName, Failure, T> failed) {
    try {
      return work.get();
    } catch (Exception | LinkageError thrown) {
      Map<UnitName, T> all = new TreeMap<>();
      units.forEach(unit -> all.put(unit, failed.apply(unit, failure(unit, thrown))));
      return all;
    }
  }

  private static <T> Map<UnitName, T> parallel(
      Collection<UnitName> units, int most, Function<UnitName, T> work) {
    Map<UnitName, T> results = new TreeMap<>();
    Parallel.map(units, most, unit -> Map.entry(unit, work.apply(unit)))
        .forEach(result -> results.put(result.getKey(), result.getValue()));
    return results;
  }
}
