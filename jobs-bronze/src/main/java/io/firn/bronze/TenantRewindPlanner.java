package io.firn.bronze;

import io.firn.bronze.BronzeProgress.Landed;
import io.firn.bronze.TenantRewindPlan.Part;
import io.firn.bronze.TenantRewindPlan.Way;
import io.firn.commit.CommitKeys;
import io.firn.commit.Progress;
import io.firn.config.BronzeTable;
import io.firn.config.SilverTable;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.Fate;
import io.firn.model.FirnException;
import io.firn.model.LedgerEntry;
import io.firn.model.Suggestion;
import io.firn.model.TopicPartition;
import io.firn.model.UnitName;
import io.firn.run.JobContext;
import io.firn.run.rewind.Cut.Stand;
import io.firn.run.rewind.LandingAgain.Again;
import io.firn.run.rewind.Point;
import io.firn.run.rewind.RewindPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.Table;

/** Decides what each bronze table gives back when one tenant goes back. */
final class TenantRewindPlanner {
  private final JobContext context;
  private final String tenant;
  private final RewindPlan cut;

  /**
   * @param cut where bronze would stand if all tenants went back
   */
  TenantRewindPlanner(JobContext context, String tenant, RewindPlan cut) {
    this.context = context;
    this.tenant = tenant;
    this.cut = cut;
  }

  TenantRewindPlan plan() {
    TreeMap<UnitName, Way> ways = new TreeMap<>();
    SortedSet<String> known = new TreeSet<>();
    cut.cut()
        .tables()
        .forEach(
            (unit, stand) ->
                Optional.ofNullable(cut.tables().get(unit))
                    .flatMap(target -> way(unit, stand, target, known))
                    .ifPresent(way -> ways.put(unit, way)));
    requireKnown(known);
    TreeMap<UnitName, Part> parts = new TreeMap<>();
    ways.forEach((unit, way) -> part(unit, way).ifPresent(part -> parts.put(unit, part)));
    parts.keySet().forEach(this::requireKeysWithTenant);
    return new TenantRewindPlan(tenant, cut.cut().target(), parts);
  }

  private Optional<Way> way(UnitName unit, Stand stand, Table target, Set<String> known) {
    BronzeTable table = context.pipeline().bronze(unit.table()).orElseThrow();
    Optional<String> text = Progress.read(target).map(Progress::text);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    BronzeProgress now = BronzeProgress.parse(text.get());
    now.topics().keySet().forEach(topic -> table.tenant(topic).ifPresent(known::add));
    Optional<BronzeProgress> then = stand.progressThen().map(BronzeProgress::parse);
    then.filter(landed -> !landed.cluster().equals(now.cluster()))
        .ifPresent(landed -> refuseOtherCluster(unit, landed, now));
    TreeMap<String, Landed> topics = new TreeMap<>(now.topics());
    now.topics()
        .forEach(
            (topic, landed) -> {
              if (isTheirs(table, topic)) {
                earlier(landed, then.map(progress -> progress.topics().get(topic)))
                    .ifPresentOrElse(
                        before -> topics.put(topic, before), () -> topics.remove(topic));
              }
            });
    Set<QuarantineLog.Landed> retries = retries(unit, table, stand);
    String retried = retries.isEmpty() ? now.retried() : context.runKey().value();
    BronzeProgress next = new BronzeProgress(now.cluster(), topics, retried);
    return Optional.of(
        new Way(table, target, stand.then().map(Point::snapshot), text.get(), next, retries));
  }

  private boolean isTheirs(BronzeTable table, String topic) {
    return table.tenant(topic).equals(Optional.of(tenant));
  }

  /**
   * The lesser of both, partition by partition: the tenant may stand before the cut already.
   * Partitions that came since are unknown again.
   */
  private static Optional<Landed> earlier(Landed now, Optional<Landed> then) {
    return then.map(
        before -> {
          List<Long> next = new ArrayList<>();
          List<String> high = new ArrayList<>();
          List<Integer> era = new ArrayList<>();
          boolean same = now.next().size() == before.next().size();
          for (int partition = 0; partition < before.next().size(); partition++) {
            boolean back =
                partition >= now.next().size()
                    || before.era(partition) < now.era(partition)
                    || before.era(partition) == now.era(partition)
                        && before.next().get(partition) < now.next().get(partition);
            Landed taken = back ? before : now;
            same &= !back;
            next.add(taken.next().get(partition));
            high.add(taken.high(partition));
            era.add(taken.era(partition));
          }
          return same ? now : new Landed(before.id(), next, high, era);
        });
  }

  /** Retries whose rows of the tenant's topics bronze holds, and did not hold then. */
  private Set<QuarantineLog.Landed> retries(UnitName unit, BronzeTable table, Stand stand) {
    Set<String> since = new HashSet<>();
    stand
        .left()
        .forEach(
            point ->
                Optional.ofNullable(point.summary().get(CommitKeys.RUN_KEY)).ifPresent(since::add));
    Set<QuarantineLog.Landed> retries = new HashSet<>();
    new QuarantineVerify(unit, context)
        .standingRetries().stream()
            .filter(entry -> isTheirs(table, entry.key().place().partition().topic()))
            .flatMap(entry -> entry.landed().stream())
            .filter(row -> since.contains(row.runKey()))
            .forEach(retries::add);
    return retries;
  }

  /** Empty when the table has nothing to give back. */
  private Optional<Part> part(UnitName unit, Way way) {
    List<LedgerEntry> all = new LedgerStore(context).of(unit, way.target());
    BronzeProgress now = BronzeProgress.parse(way.now());
    Set<LedgerEntry> stays = new HashSet<>(Ledger.standing(all, Optional.of(way.next())));
    List<LedgerEntry> back =
        Ledger.standing(all, Optional.of(now)).stream()
            .filter(entry -> !stays.contains(entry))
            .toList();
    stays.forEach(entry -> requireWhole(unit, entry, way.next()));
    if (now.topics().equals(way.next().topics()) && way.retries().isEmpty()) {
      return Optional.empty();
    }
    long rows = back.stream().mapToLong(entry -> entry.count(Fate.WRITTEN)).sum();
    return Optional.of(new Part(again(way, back, now), rows, way));
  }

  private Again again(Way way, List<LedgerEntry> back, BronzeProgress now) {
    if (back.isEmpty()) {
      return new Again(0, List.of());
    }
    BrokerState broker = new KafkaTopics(context.pipeline().kafka()).state(List.of(way.table()));
    return KafkaAgain.again(way.table(), back, now, Optional.of(way.next()), broker);
  }

  /**
   * An account is of a run's whole range. One that begins before the cut and ends behind it landed
   * again what had been taken back before: no account would tell of the part that stays.
   */
  private void requireWhole(UnitName unit, LedgerEntry entry, BronzeProgress next) {
    TopicPartition partition = entry.partition();
    long reached = next.next(partition).orElse(0);
    if (isTheirs(context.pipeline().bronze(unit.table()).orElseThrow(), partition.topic())
        && entry.era() == next.era(partition)
        && entry.range().start() < reached
        && reached < entry.range().end()) {
      throw refuse(
          ErrorKind.HISTORY,
          "Cannot take tenant " + tenant + " back to " + cut.cut().target(),
          unit + ", " + partition,
          "offset " + reached + " where a run ended that still stands",
          "offsets "
              + entry.range().start()
              + " to "
              + entry.range().end()
              + " landed by one run, after the tenant had been taken back before",
          "Take it back to before that run, or not as far.");
    }
  }

  private void requireKnown(SortedSet<String> known) {
    if (known.contains(tenant)) {
      return;
    }
    boolean named = context.pipeline().bronze().stream().anyMatch(BronzeTable::namesTenant);
    throw refuse(
        ErrorKind.CONFIG,
        named
            ? "No landed topic is of tenant '" + tenant + "'" + Suggestion.hint(tenant, known)
            : "No bronze table of this pipeline knows tenants",
        "the topics that bronze has landed",
        named ? "a tenant of them" : "a group (?<tenant>…) in a table's topics",
        named ? "tenants " + known : "none",
        named ? "Correct --tenant." : "Leave --tenant out to take all back together.");
  }

  /** In silver a row is a tenant's when its key says so; else another's may hide behind it. */
  private void requireKeysWithTenant(UnitName unit) {
    for (SilverTable silver : context.pipeline().silver()) {
      if (silver.from().equals(unit) && !silver.key().contains(SilverTable.TENANT)) {
        throw refuse(
            ErrorKind.CONFIG,
            "Rows of " + silver.unit() + " cannot be told apart by tenant",
            "firn.silver." + silver.name() + ".key",
            "a key with " + SilverTable.TENANT + " in it",
            silver.key().toString(),
            "Leave --tenant out to take all back together.");
      }
    }
  }

  private static void refuseOtherCluster(UnitName unit, BronzeProgress then, BronzeProgress now) {
    throw refuse(
        ErrorKind.HISTORY,
        "Between then and now the topics of " + unit + " came from two clusters",
        unit.toString(),
        "cluster " + then.cluster(),
        "cluster " + now.cluster(),
        "Take the tenant back to a run on the present cluster, or all tenants together.");
  }

  private static FirnException refuse(
      ErrorKind kind, String what, String where, String expected, String found, String next) {
    return new FirnException(new Failure(kind, what, where, expected, found, next));
  }
}
