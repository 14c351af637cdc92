package io.firn.bronze;

import io.firn.bronze.LandingResult.Landed;
import io.firn.bronze.PositionTrack.Overlap;
import io.firn.bronze.ReplayPlan.Part;
import io.firn.change.EventIdentity;
import io.firn.commit.CommitKeys;
import io.firn.commit.Progress;
import io.firn.commit.Stamp;
import io.firn.commit.TableCommit;
import io.firn.commit.TaskIdentity;
import io.firn.model.Fate;
import io.firn.model.FirnException;
import io.firn.model.LedgerEntry;
import io.firn.model.TopicPartition;
import io.firn.model.UnitName;
import io.firn.run.JobContext;
import io.firn.table.Tables;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;

/**
 * Lands offsets that lie behind a table's progress and that the table lacks.
 *
 * <p>Every offset there was landed once and stands in a run's account; so a replay brings back rows
 * that the accounts count already, and neither progress nor ledger moves: {@code firn verify} adds
 * up again when the rows are back. Its own account stands in the snapshot ({@code firn.replay}).
 *
 * <p>From the first to the last offset that is missing all records are read, those that the table
 * has among them, so that positions are watched as they were when the offsets were landed. What is
 * held is not written again; what is missing is, unless the table has the same event at another
 * offset, or it repeats an event before it.
 *
 * <p>The commit demands that the table's head is the one the replay looked at: progress alone would
 * let two replays of one hole pass. Killed before it, files lie about that nothing refers to;
 * killed after it, the same replay finds nothing missing. Refused records go to the quarantine
 * before, and count as held from then on.
 */
public final class Replay {
  private final JobContext context;
  private final RecordReader reader = new ConsumerReader();

  /**
   * What came of it.
   *
   * @param snapshot empty when nothing was missing that makes a row: no commit was made
   * @param counts offsets by {@link Fate#id()}; held ones are duplicates
   */
  public record Result(OptionalLong snapshot, SortedMap<String, Long> counts) {}

  public Replay(JobContext context) {
    this.context = context;
  }

  /**
   * What would be read; writes nothing.
   *
   * @throws FirnException CONFIG when nothing was landed, or no topic is meant; HISTORY when the
   *     broker's topic is another one, or no longer holds the offsets
   */
  public ReplayPlan plan(ReplayRequest request) {
    return new ReplayPlanner(request, context).plan();
  }

  /**
   * Lands what {@code plan} says is missing.
   *
   * @throws FirnException FENCED when the table changed since the plan
   */
  public Result carryOut(ReplayPlan plan) {
    if (plan.lacking().isEmpty()) {
      return new Result(OptionalLong.empty(), new TreeMap<>());
    }
    Table quarantine = Tables.loadOrCreate(context.catalog(), BronzeTables.quarantine());
    Map<TopicPartition, Standing> standings = standings(plan);
    Landed first = read(plan, quarantine, standings, Map.of());
    Landed sure = first;
    if (first.changes().rows() > 0) {
      discard(plan, quarantine, first);
      sure = read(plan, quarantine, standings, repeats(plan, standings, first));
    }
    SortedMap<String, Long> counts = counts(plan, sure);
    if (sure.changes().isEmpty() && sure.refused().isEmpty()) {
      return new Result(OptionalLong.empty(), counts);
    }
    return new Result(OptionalLong.of(commit(plan, quarantine, sure)), counts);
  }

  /** Positions are watched from where they stood before the first missing offset. */
  private Map<TopicPartition, Standing> standings(ReplayPlan plan) {
    HeldRows rows = new HeldRows(plan.table(), plan.progress(), context);
    Map<TopicPartition, Standing> standings = new HashMap<>();
    plan.lacking()
        .forEach(
            (partition, part) -> {
              int era = plan.progress().era(partition);
              String high = rows.greatestBefore(partition, part.read().start()).orElse(null);
              standings.put(partition, new Standing(era, high, Set.of(), false, part.held()));
            });
    return standings;
  }

  private Landed read(
      ReplayPlan plan,
      Table quarantine,
      Map<TopicPartition, Standing> standings,
      Map<TopicPartition, Repeats> repeats) {
    LandingTarget target =
        new LandingTarget(
            plan.table().unit().toString(),
            plan.table().topics(),
            plan.table().namesTenant(),
            plan.table().connector(),
            RegistryAccess.of(plan.table().format(), context.pipeline().kafka()),
            SerializableTable.copyOf(plan.target()),
            standings,
            repeats);
    List<Slice> slices = new ArrayList<>();
    plan.lacking()
        .forEach((partition, part) -> slices.add(new Slice(0, partition, part.read(), true)));
    LandingStamp stamp =
        new LandingStamp(
            context.runKey().value(),
            TaskIdentity.operation(context.runKey()),
            ChronoUnit.MICROS.between(Instant.EPOCH, context.startedAt()));
    LandingTask task =
        new LandingTask(List.of(target), SerializableTable.copyOf(quarantine), stamp);
    LandingResult result =
        LandingResult.merge(
            reader.land(context.spark().get(), context.pipeline().kafka(), slices, task));
    Landed landed = result.units().getOrDefault(0, Landed.NOTHING);
    if (result.failed().containsKey(0)) {
      discard(plan, quarantine, landed);
      throw new FirnException(result.failed().get(0));
    }
    return landed;
  }

  /** What the table has between the positions of all that was read, at whatever offset. */
  private Map<TopicPartition, Repeats> repeats(
      ReplayPlan plan, Map<TopicPartition, Standing> standings, Landed landed) {
    Map<TopicPartition, Overlap> spans = new HashMap<>();
    Ledger.joined(unit(plan), landed.counts())
        .forEach(
            (partition, count) ->
                count
                    .positions()
                    .high()
                    .ifPresent(
                        high ->
                            spans.put(
                                partition,
                                span(standings.get(partition), count.positions(), high))));
    Map<TopicPartition, Repeats> repeats =
        new KnownEvents(
                context
                    .spark()
                    .get()
                    .table(unit(plan).tableName().inCatalog(context.pipeline().catalog().name())),
                plan.table().connector())
            .in(spans, standings);
    if (EventIdentity.namedByPosition(plan.table().connector())) {
      repeats.replaceAll((partition, known) -> known.whereverItStands());
    }
    return repeats;
  }

  /** Positions begin behind where they stood before, but for those that were seen to go back. */
  private static Overlap span(Standing before, PositionTrack positions, String high) {
    String from = before.greatest().orElse("");
    String back = positions.overlapping().map(Overlap::from).orElse(from);
    return new Overlap(back.compareTo(from) < 0 ? back : from, high);
  }

  private long commit(ReplayPlan plan, Table quarantine, Landed landed) {
    new SchemaStore(context).keep(landed.schemas());
    if (!landed.refused().isEmpty()) {
      String key = "firn.progress." + unit(plan);
      Optional<String> refused = Progress.read(quarantine, key).map(Progress::text);
      String stays = refused.orElseGet(() -> BronzeProgress.none(plan.progress().cluster()).text());
      Stamp stamp = new Stamp(unit(plan), context.runKey(), key, refused, stays);
      new TableCommit(quarantine, stamp).fill(landed.refused());
    }
    String stays = plan.progress().text();
    Stamp stamp =
        new Stamp(unit(plan), context.runKey(), Optional.of(stays), stays)
            .with(Map.of(CommitKeys.REPLAY, Ledger.text(account(plan, landed))));
    return new TableCommit(plan.target(), stamp).fill(landed.changes());
  }

  private static List<LedgerEntry> account(ReplayPlan plan, Landed landed) {
    List<LedgerEntry> account = new ArrayList<>();
    Map<TopicPartition, PartitionCount> counts = Ledger.joined(unit(plan), landed.counts());
    plan.lacking()
        .forEach(
            (partition, part) -> account.add(entry(plan, partition, part, counts.get(partition))));
    return account;
  }

  /** Why the broker hands no record out is in the account of the run that landed the offset. */
  private static LedgerEntry entry(
      ReplayPlan plan, TopicPartition partition, Part part, PartitionCount count) {
    TreeMap<Fate, Long> fates =
        new TreeMap<>(
            (count == null ? PartitionCount.none(partition) : count).entry(part.read()).counts());
    Long gaps = fates.remove(Fate.CONTROL);
    if (gaps != null) {
      fates.put(Fate.UNNAMED, gaps);
    }
    return new LedgerEntry(partition, plan.progress().era(partition), part.read(), fates);
  }

  private static SortedMap<String, Long> counts(ReplayPlan plan, Landed landed) {
    TreeMap<String, Long> counts = new TreeMap<>();
    account(plan, landed)
        .forEach(
            entry ->
                entry.counts().forEach((fate, count) -> counts.merge(fate.id(), count, Long::sum)));
    return counts;
  }

  private static UnitName unit(ReplayPlan plan) {
    return plan.table().unit();
  }

  private static void discard(ReplayPlan plan, Table quarantine, Landed landed) {
    TableCommit.discard(plan.target(), landed.changes());
    TableCommit.discard(quarantine, landed.refused());
  }
}
