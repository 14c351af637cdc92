package io.firn.bronze;

import io.firn.bronze.LandingResult.Landed;
import io.firn.bronze.LedgerStore.Account;
import io.firn.bronze.PositionTrack.Overlap;
import io.firn.commit.Progress;
import io.firn.commit.TableCommit;
import io.firn.commit.TaskIdentity;
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
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lands the planned offsets of many units with one Spark job, then commits each unit's table on its
 * own. What goes wrong with one unit is its outcome and touches no other.
 */
final class Landing {
  private static final Logger LOG = LoggerFactory.getLogger(Landing.class);

  /** Tables opened and committed at once. */
  private static final int PARALLEL_TABLES = 16;

  private final JobContext context;
  private final RecordReader reader;
  private final Table quarantine;
  private final SortedMap<UnitName, Outcome> outcomes =
      Collections.synchronizedSortedMap(new TreeMap<>());

  Landing(JobContext context, RecordReader reader) {
    this.context = context;
    this.reader = reader;
    this.quarantine = Tables.loadOrCreate(context.catalog(), BronzeTables.quarantine());
  }

  /** How each of {@code plans} ended. */
  Map<UnitName, Outcome> land(List<BronzePlan> plans) {
    List<LandingUnit> units = each(plans, plan -> plan.table().unit(), this::open);
    if (units.isEmpty()) {
      return outcomes;
    }
    LedgerStore store = new LedgerStore(context);
    store.heal(
        units.stream()
            .flatMap(unit -> Account.lastOf(unit.name(), unit.table()).stream())
            .toList());
    List<LandingRead> read = checked(named(withoutRepeats(read(units, Map.of()))));
    // Schemas first: a row must never name a schema that is not there. A crash after this commit
    // leaves schemas that no row names yet, which the next run finds present.
    new SchemaStore(context).keep(schemas(read));
    LandingCommit commits = new LandingCommit(context, quarantine);
    List<Account> accounts =
        each(
            read,
            unit -> unit.unit().name(),
            unit -> {
              outcomes.put(unit.unit().name(), commits.commit(unit));
              return account(unit);
            });
    keep(store, accounts);
    return outcomes;
  }

  /** Does {@code work} for each; where it fails, that is the unit's outcome. */
  private <I, O> List<O> each(
      Collection<I> inputs, Function<I, UnitName> name, Function<I, O> work) {
    return Parallel.map(
            inputs,
            PARALLEL_TABLES,
            input -> {
              try {
                return Optional.of(work.apply(input));
              } catch (RuntimeException | LinkageError thrown) {
                outcomes.put(
                    name.apply(input), new Outcome.Failed(Failures.of(name.apply(input), thrown)));
                return Optional.<O>empty();
              }
            })
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private LandingUnit open(BronzePlan plan) {
    Table table = BronzeTables.open(context.catalog(), plan.table().unit().tableName());
    Optional<Progress> refusedBefore = Progress.read(quarantine, LandingCommit.quarantineKey(plan));
    return new LandingUnit(
        plan,
        table,
        RegistryAccess.of(plan.table().format(), context.pipeline().kafka()),
        refusedBefore,
        RefusedBefore.of(plan, refusedBefore, quarantine),
        context.acceptances());
  }

  /**
   * Reads the units' ranges and accounts for them.
   *
   * @param repeats per unit what is known where positions go back
   */
  private List<LandingRead> read(
      List<LandingUnit> units, Map<UnitName, Map<TopicPartition, Repeats>> repeats) {
    List<LandingTarget> targets = new ArrayList<>();
    List<Slice> slices = new ArrayList<>();
    for (LandingUnit unit : units) {
      int place = targets.size();
      Map<TopicPartition, Repeats> known = repeats.getOrDefault(unit.name(), Map.of());
      targets.add(unit.target().telling(known));
      unit.plan()
          .range()
          .nonEmpty()
          .partitions()
          .forEach(
              (partition, range) ->
                  slices.add(new Slice(place, partition, range, known.containsKey(partition))));
    }
    LandingStamp stamp =
        new LandingStamp(
            context.runKey().value(),
            TaskIdentity.operation(context.runKey()),
            ChronoUnit.MICROS.between(Instant.EPOCH, context.startedAt()));
    LandingTask task = new LandingTask(targets, SerializableTable.copyOf(quarantine), stamp);
    return account(
        units,
        slices.isEmpty()
            ? LandingResult.merge(List.of())
            : LandingResult.merge(
                reader.land(context.spark().get(), context.pipeline().kafka(), slices, task)));
  }

  private List<LandingRead> account(List<LandingUnit> units, LandingResult result) {
    List<LandingRead> read = new ArrayList<>();
    for (int place = 0; place < units.size(); place++) {
      LandingUnit unit = units.get(place);
      Landed landed = result.units().getOrDefault(place, Landed.NOTHING);
      if (result.failed().containsKey(place)) {
        outcomes.put(unit.name(), new Outcome.Failed(result.failed().get(place)));
        discard(unit, landed);
        continue;
      }
      try {
        Map<TopicPartition, PartitionCount> counts = Ledger.joined(unit.name(), landed.counts());
        read.add(new LandingRead(unit, landed, counts, Ledger.of(unit.plan(), counts)));
      } catch (RuntimeException unbalanced) {
        fail(unit, landed, unbalanced);
      }
    }
    return read;
  }

  /**
   * Reads those units again of which the connector may have sent events twice, this time with what
   * the table knows of them. It costs that much and no more: a unit whose positions only ever grew,
   * which is every unit while no connector restarts, is not looked at.
   */
  private List<LandingRead> withoutRepeats(List<LandingRead> read) {
    List<LandingRead> sure = new ArrayList<>();
    List<LandingUnit> again = new ArrayList<>();
    Map<UnitName, Map<TopicPartition, Repeats>> repeats = new TreeMap<>();
    for (LandingRead unit : read) {
      Map<TopicPartition, Overlap> overlaps = unit.overlaps();
      if (overlaps.isEmpty()) {
        sure.add(unit);
        continue;
      }
      try {
        repeats.put(unit.unit().name(), known(unit.unit()).in(overlaps, unit.unit().standings()));
        again.add(unit.unit());
        discard(unit.unit(), unit.landed());
      } catch (RuntimeException unreadable) {
        fail(unit.unit(), unit.landed(), unreadable);
      }
    }
    if (!again.isEmpty()) {
      sure.addAll(read(again, repeats));
    }
    return sure;
  }

  private KnownEvents known(LandingUnit unit) {
    return new KnownEvents(
        context
            .spark()
            .get()
            .table(unit.name().tableName().inCatalog(context.pipeline().catalog().name())),
        unit.plan().table().connector());
  }

  /** Names the gaps of those that have some. */
  private List<LandingRead> named(List<LandingRead> read) {
    Set<String> topics = new TreeSet<>();
    read.forEach(unit -> topics.addAll(GapNames.topics(unit.ledger())));
    if (topics.isEmpty()) {
      return read;
    }
    GapNames names = new GapNames(context.pipeline().kafka(), topics);
    List<LandingRead> named = new ArrayList<>();
    for (LandingRead unit : read) {
      try {
        named.add(unit.with(names.named(unit.ledger(), unit::holes)));
      } catch (RuntimeException unanswered) {
        fail(unit.unit(), unit.landed(), unanswered);
      }
    }
    return named;
  }

  /** Those that nothing speaks against committing. */
  private List<LandingRead> checked(List<LandingRead> read) {
    List<LandingRead> good = new ArrayList<>();
    for (LandingRead unit : read) {
      try {
        unit.accepted();
        unit.requireFewRefused();
        good.add(unit);
      } catch (RuntimeException refused) {
        fail(unit.unit(), unit.landed(), refused);
      }
    }
    return good;
  }

  private void fail(LandingUnit unit, Landed landed, RuntimeException thrown) {
    outcomes.put(unit.name(), new Outcome.Failed(Failures.of(unit.name(), thrown)));
    discard(unit, landed);
  }

  /** No snapshot refers to the files. */
  private void discard(LandingUnit unit, Landed landed) {
    TableCommit.discard(unit.table(), landed.changes());
    TableCommit.discard(quarantine, landed.refused());
  }

  private static Map<String, LandingResult.EmbeddedSchema> schemas(List<LandingRead> read) {
    Map<String, LandingResult.EmbeddedSchema> schemas = new LinkedHashMap<>();
    read.forEach(unit -> schemas.putAll(unit.landed().schemas()));
    return schemas;
  }

  private Account account(LandingRead read) {
    List<LedgerEntry> entries = read.ledger();
    return new Account(read.unit().name(), context.runKey().value(), context.startedAt(), entries);
  }

  private static void keep(LedgerStore store, List<Account> accounts) {
    try {
      store.append(accounts);
    } catch (RuntimeException later) {
      // The rows are committed, and their accounts with them, in the tables' properties: the next
      // landing brings them to the ledger table. Failing the units would be untrue.
      LOG.warn("the ledger table has to wait for the next run", later);
    }
  }
}
