package io.firn.bronze;

import io.firn.bronze.LandingResult.Landed;
import io.firn.bronze.PositionTrack.Overlap;
import io.firn.commit.CommitKeys;
import io.firn.commit.Progress;
import io.firn.commit.Stamp;
import io.firn.commit.TableCommit;
import io.firn.commit.TaskIdentity;
import io.firn.commit.WrittenFiles;
import io.firn.config.BronzeTable;
import io.firn.model.LedgerEntry;
import io.firn.model.Outcome;
import io.firn.model.TopicPartition;
import io.firn.model.UnitName;
import io.firn.run.Failures;
import io.firn.run.JobContext;
import io.firn.run.Parallel;
import io.firn.table.Tables;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;

/**
 * Lands the planned offsets of many units with one Spark job, then commits each unit's table on its
 * own. What goes wrong with one unit is its outcome and touches no other.
 */
final class Landing {
  /** Tables opened and committed at once. */
  private static final int PARALLEL_TABLES = 16;

  private final JobContext context;
  private final RecordReader reader;
  private final Table quarantine;
  private final SortedMap<UnitName, Outcome> outcomes = new TreeMap<>();

  /** A unit with its table opened. */
  private record Target(BronzePlan plan, Table table, Optional<Progress> refusedBefore) {
    private UnitName unit() {
      return plan.table().unit();
    }
  }

  /** A unit whose records were read and accounted for. */
  private record Read(
      Target target,
      Landed landed,
      Map<TopicPartition, PartitionCount> counts,
      List<LedgerEntry> ledger) {

    private Map<TopicPartition, Overlap> overlaps() {
      Map<TopicPartition, Overlap> overlaps = new TreeMap<>();
      counts.forEach(
          (partition, count) ->
              count
                  .positions()
                  .overlapping()
                  .ifPresent(overlap -> overlaps.put(partition, overlap)));
      return overlaps;
    }

    private Map<TopicPartition, String> highs() {
      Map<TopicPartition, String> highs = new HashMap<>();
      counts.forEach(
          (partition, count) ->
              count.positions().high().ifPresent(high -> highs.put(partition, high)));
      return highs;
    }
  }

  Landing(JobContext context, RecordReader reader) {
    this.context = context;
    this.reader = reader;
    this.quarantine = Tables.loadOrCreate(context.catalog(), BronzeTables.quarantine());
  }

  Map<UnitName, Outcome> land(List<BronzePlan> plans) {
    List<Target> targets =
        Parallel.map(plans, PARALLEL_TABLES, this::open).stream()
            .flatMap(Optional::stream)
            .toList();
    if (targets.isEmpty()) {
      return outcomes;
    }
    List<Read> read = withoutRepeats(read(targets, Map.of()));
    // Schemas first: a row must never name a schema that is not there. A crash after this commit
    // leaves schemas that no row names yet, which the next run finds present.
    new SchemaStore(context).keep(schemas(read));
    Parallel.map(read, PARALLEL_TABLES, this::ended).forEach(outcomes::putAll);
    return outcomes;
  }

  private synchronized void fail(UnitName unit, Throwable thrown) {
    outcomes.put(unit, new Outcome.Failed(Failures.of(unit, thrown)));
  }

  /** Empty when the table does not open: that is then the unit's outcome. */
  private Optional<Target> open(BronzePlan plan) {
    UnitName unit = plan.table().unit();
    try {
      Table table = Tables.loadOrCreate(context.catalog(), BronzeTables.changes(unit.tableName()));
      return Optional.of(
          new Target(plan, table, Progress.read(quarantine, quarantineKey(plan.table()))));
    } catch (RuntimeException | LinkageError thrown) {
      fail(unit, thrown);
      return Optional.empty();
    }
  }

  private static String quarantineKey(BronzeTable table) {
    return "firn.progress." + table.unit();
  }

  /**
   * Reads the targets' ranges and accounts for them.
   *
   * @param repeats per unit what is known where positions go back
   */
  private List<Read> read(
      List<Target> targets, Map<UnitName, Map<TopicPartition, Repeats>> repeats) {
    List<LandingTarget> told = new ArrayList<>();
    List<Slice> slices = new ArrayList<>();
    for (Target target : targets) {
      int unit = told.size();
      Map<TopicPartition, Repeats> known = repeats.getOrDefault(target.unit(), Map.of());
      told.add(told(target).telling(known));
      target
          .plan()
          .range()
          .nonEmpty()
          .partitions()
          .forEach(
              (partition, range) ->
                  slices.add(new Slice(unit, partition, range, known.containsKey(partition))));
    }
    LandingStamp stamp =
        new LandingStamp(
            context.runKey().value(),
            TaskIdentity.operation(context.runKey()),
            ChronoUnit.MICROS.between(Instant.EPOCH, context.startedAt()));
    LandingTask task = new LandingTask(told, SerializableTable.copyOf(quarantine), stamp);
    return account(
        targets,
        LandingResult.merge(
            reader.land(context.spark().get(), context.pipeline().kafka(), slices, task)));
  }

  /**
   * Reads those units again of which the connector may have sent events twice, this time with what
   * the table knows of them. It costs that much and no more: a unit whose positions only ever grew,
   * which is every unit while no connector restarts, is not looked at.
   */
  private List<Read> withoutRepeats(List<Read> read) {
    List<Read> sure = new ArrayList<>();
    List<Target> again = new ArrayList<>();
    Map<UnitName, Map<TopicPartition, Repeats>> repeats = new TreeMap<>();
    for (Read unit : read) {
      Map<TopicPartition, Overlap> overlaps = unit.overlaps();
      if (overlaps.isEmpty()) {
        sure.add(unit);
        continue;
      }
      again.add(unit.target());
      repeats.put(unit.target().unit(), known(unit.target()).in(overlaps));
      discard(unit.target(), unit.landed());
    }
    if (!again.isEmpty()) {
      sure.addAll(read(again, repeats));
    }
    return sure;
  }

  private KnownEvents known(Target target) {
    return new KnownEvents(
        context
            .spark()
            .get()
            .table(target.unit().tableName().inCatalog(context.pipeline().catalog().name())));
  }

  private static LandingTarget told(Target target) {
    BronzeTable table = target.plan().table();
    return new LandingTarget(
        table.unit().toString(),
        table.topics(),
        table.namesTenant(),
        table.connector(),
        SerializableTable.copyOf(target.table()),
        quarantinedUpTo(target),
        target.plan().highs(),
        Map.of());
  }

  private static Map<TopicPartition, Long> quarantinedUpTo(Target target) {
    Map<TopicPartition, Long> upTo = new HashMap<>();
    target
        .refusedBefore()
        .map(Progress::text)
        .map(BronzeProgress::parse)
        .ifPresent(
            progress ->
                target
                    .plan()
                    .range()
                    .partitions()
                    .keySet()
                    .forEach(
                        partition ->
                            progress.next(partition).ifPresent(next -> upTo.put(partition, next))));
    return upTo;
  }

  private List<Read> account(List<Target> targets, LandingResult result) {
    List<Read> read = new ArrayList<>();
    for (int place = 0; place < targets.size(); place++) {
      Target target = targets.get(place);
      Landed landed = result.units().getOrDefault(place, Landed.NOTHING);
      if (result.failed().containsKey(place)) {
        outcomes.put(target.unit(), new Outcome.Failed(result.failed().get(place)));
        discard(target, landed);
        continue;
      }
      try {
        List<LedgerEntry> ledger =
            Ledger.of(target.unit(), target.plan().range().nonEmpty(), landed.counts());
        read.add(new Read(target, landed, Ledger.joined(target.unit(), landed.counts()), ledger));
      } catch (RuntimeException unbalanced) {
        fail(target.unit(), unbalanced);
      }
    }
    return read;
  }

  /** No snapshot refers to the files. */
  private void discard(Target target, Landed landed) {
    TableCommit.discard(target.table(), landed.changes());
    TableCommit.discard(quarantine, landed.refused());
  }

  private static Map<String, LandingResult.EmbeddedSchema> schemas(List<Read> read) {
    Map<String, LandingResult.EmbeddedSchema> schemas = new LinkedHashMap<>();
    read.forEach(unit -> schemas.putAll(unit.landed().schemas()));
    return schemas;
  }

  private Map<UnitName, Outcome> ended(Read read) {
    UnitName unit = read.target().unit();
    try {
      return Map.of(unit, commit(read));
    } catch (RuntimeException | LinkageError thrown) {
      return Map.of(unit, new Outcome.Failed(Failures.of(unit, thrown)));
    }
  }

  private Outcome commit(Read read) {
    BronzePlan plan = read.target().plan();
    // Quarantine first, with its own progress. A crash between it and the commit below makes the
    // next run read the same offsets again; those below the quarantine's progress are then counted
    // but not written a second time.
    commitRefused(read.target(), read.landed().refused());
    Stamp stamp =
        new Stamp(
                read.target().unit(),
                context.runKey(),
                plan.expected(),
                plan.next().withHighs(read.highs()).text())
            .with(Map.of(CommitKeys.LEDGER, Ledger.text(read.ledger())));
    long snapshot = new TableCommit(read.target().table(), stamp).append(read.landed().changes());
    return new Outcome.Committed(
        snapshot,
        plan.summary().range(),
        new TreeMap<>(Ledger.totals(read.ledger())),
        read.ledger(),
        plan.summary().ddl());
  }

  /**
   * One at a time: all units share the quarantine, and would only wait for each other's retries.
   */
  private synchronized void commitRefused(Target target, WrittenFiles refused) {
    if (refused.isEmpty()) {
      return;
    }
    Stamp stamp =
        new Stamp(
            target.unit(),
            context.runKey(),
            quarantineKey(target.plan().table()),
            target.refusedBefore().map(Progress::text),
            target.plan().next().text(),
            new TreeMap<>());
    new TableCommit(quarantine, stamp).append(refused);
  }
}
