package io.firn.bronze;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.Fate;
import io.firn.model.FirnException;
import io.firn.model.LedgerEntry;
import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import io.firn.model.UnitName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The account of a landing, made and checked before anything is committed.
 *
 * <p>In a snapshot's summary it stands as JSON, one array per topic-partition: {@code [topic,
 * partition, start, end, era, {"written":5,"control":1}]}, the counts by {@link Fate}.
 */
final class Ledger {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<Fate> ALWAYS_TOLD =
      EnumSet.of(Fate.WRITTEN, Fate.DUPLICATE, Fate.TOMBSTONE, Fate.QUARANTINED);

  private static final int ERA = 4;
  private static final int COUNTS = 5;

  private Ledger() {}

  /**
   * The account over {@code plan}'s range.
   *
   * @param counts what was read, by partition
   * @throws FirnException INTERNAL when a partition was read outside its range, or more records
   *     came than it has offsets: nothing is committed then
   */
  static List<LedgerEntry> of(BronzePlan plan, Map<TopicPartition, PartitionCount> counts) {
    UnitName unit = plan.table().unit();
    counts.forEach(
        (partition, count) -> {
          OffsetRange planned = plan.range().partitions().get(partition);
          if (planned == null || !count.within(planned)) {
            throw unbalanced(unit, partition, String.valueOf(planned), "records outside it");
          }
        });
    List<LedgerEntry> ledger = new ArrayList<>();
    plan.accounted()
        .partitions()
        .forEach(
            (partition, range) -> {
              LedgerEntry entry = entry(plan, partition, range, counts);
              if (!entry.balances()) {
                throw unbalanced(unit, partition, range.length() + " offsets", entry.toString());
              }
              ledger.add(entry);
            });
    return ledger;
  }

  /** What was read, and in front of it what was lost. */
  private static LedgerEntry entry(
      BronzePlan plan,
      TopicPartition partition,
      OffsetRange range,
      Map<TopicPartition, PartitionCount> counts) {
    PartitionCount count = counts.get(partition);
    int era = count == null ? plan.next().era(partition) : count.positions().era();
    LedgerEntry read =
        (count == null ? PartitionCount.none(partition) : count)
            .entry(plan.range().partitions().get(partition));
    TreeMap<Fate, Long> all = new TreeMap<>(read.counts());
    OffsetRange lost = plan.lost().partitions().get(partition);
    all.put(Fate.LOST, lost == null ? 0 : lost.length());
    return new LedgerEntry(partition, era, range, all);
  }

  /**
   * The counts of each partition as one.
   *
   * @throws FirnException INTERNAL when an offset was read twice
   */
  static Map<TopicPartition, PartitionCount> joined(UnitName unit, List<PartitionCount> counts) {
    Map<TopicPartition, PartitionCount> byPartition = new HashMap<>();
    counts.stream()
        .sorted(Comparator.comparingLong(PartitionCount::firstOffset))
        .forEach(
            count ->
                byPartition.merge(
                    count.partition(), count, (earlier, later) -> join(unit, earlier, later)));
    return byPartition;
  }

  /** A partition may be read in pieces, but no record in two of them. */
  private static PartitionCount join(UnitName unit, PartitionCount earlier, PartitionCount later) {
    if (later.firstOffset() <= earlier.lastOffset()) {
      throw unbalanced(
          unit,
          later.partition(),
          "every offset read once",
          "offset " + later.firstOffset() + " read after offset " + earlier.lastOffset());
    }
    return earlier.and(later);
  }

  private static FirnException unbalanced(
      UnitName unit, TopicPartition partition, String expected, String found) {
    return new FirnException(
        new Failure(
            ErrorKind.INTERNAL,
            "The ledger of " + unit + " does not balance; nothing was committed",
            partition.toString(),
            expected,
            found,
            "Run again; if it stays, report it with the run report."));
  }

  /**
   * The accounts that still stand: after a rewind the offsets behind it are landed again, and what
   * was accounted for before the rewind is void.
   *
   * @param ledger oldest first
   * @param reached the table's progress
   */
  static List<LedgerEntry> standing(List<LedgerEntry> ledger, Optional<BronzeProgress> reached) {
    Map<TopicPartition, Deque<LedgerEntry>> standing = new TreeMap<>();
    for (LedgerEntry entry : ledger) {
      Deque<LedgerEntry> before =
          standing.computeIfAbsent(entry.partition(), none -> new ArrayDeque<>());
      while (!before.isEmpty() && isVoid(before.getLast(), entry.era(), entry.range().start())) {
        before.removeLast();
      }
      before.addLast(entry);
    }
    standing.forEach(
        (partition, entries) -> {
          long next = reached.map(progress -> progress.next(partition).orElse(0)).orElse(0L);
          int era = reached.map(progress -> progress.era(partition)).orElse(0);
          while (!entries.isEmpty() && isVoid(entries.getLast(), era, next)) {
            entries.removeLast();
          }
        });
    return standing.values().stream().flatMap(Deque::stream).toList();
  }

  private static boolean isVoid(LedgerEntry entry, int era, long next) {
    return entry.era() > era || entry.era() == era && entry.range().start() >= next;
  }

  static SortedMap<String, Long> totals(List<LedgerEntry> ledger) {
    TreeMap<String, Long> totals = new TreeMap<>();
    totals.put("offsets", sum(ledger, entry -> entry.range().length()));
    for (Fate fate : ALWAYS_TOLD) {
      totals.put(fate.id(), sum(ledger, entry -> entry.count(fate)));
    }
    totals.put("gaps", sum(ledger, LedgerEntry::gaps));
    for (LedgerEntry entry : ledger) {
      entry
          .counts()
          .forEach(
              (fate, count) -> {
                if (!ALWAYS_TOLD.contains(fate)) {
                  totals.merge(fate.id(), count, Long::sum);
                }
              });
    }
    return totals;
  }

  /** The account of all entries in words: {@code 120 offsets = 100 written + 15 tombstones + …}. */
  static String told(List<LedgerEntry> ledger) {
    TreeMap<Fate, Long> counts = new TreeMap<>();
    ledger.forEach(
        entry -> entry.counts().forEach((fate, count) -> counts.merge(fate, count, Long::sum)));
    String parts =
        counts.entrySet().stream()
            .map(part -> part.getValue() + " " + part.getKey().id())
            .collect(Collectors.joining(" + "));
    return sum(ledger, entry -> entry.range().length())
        + " offsets = "
        + (parts.isEmpty() ? "0" : parts);
  }

  private static long sum(List<LedgerEntry> ledger, ToLongFunction<LedgerEntry> part) {
    return ledger.stream().mapToLong(part).sum();
  }

  static String text(List<LedgerEntry> ledger) {
    List<List<Object>> rows =
        ledger.stream()
            .map(
                entry ->
                    List.<Object>of(
                        entry.partition().topic(),
                        entry.partition().partition(),
                        entry.range().start(),
                        entry.range().end(),
                        entry.era(),
                        byId(entry)))
            .toList();
    try {
      return JSON.writeValueAsString(rows);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("lists of text and numbers are JSON", impossible);
    }
  }

  static List<LedgerEntry> parse(String text) {
    try {
      return JSON.readValue(text, new TypeReference<List<List<Object>>>() {}).stream()
          .map(Ledger::entry)
          .toList();
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("unreadable ledger in a snapshot: " + text, broken);
    }
  }

  private static SortedMap<String, Long> byId(LedgerEntry entry) {
    TreeMap<String, Long> counts = new TreeMap<>();
    entry.counts().forEach((fate, count) -> counts.put(fate.id(), count));
    return counts;
  }

  private static LedgerEntry entry(List<Object> row) {
    TreeMap<Fate, Long> counts = new TreeMap<>();
    ((Map<?, ?>) row.get(COUNTS))
        .forEach(
            (id, count) ->
                counts.put(Fate.ofId((String) id).orElseThrow(), ((Number) count).longValue()));
    return new LedgerEntry(
        new TopicPartition((String) row.get(0), ((Number) row.get(1)).intValue()),
        ((Number) row.get(ERA)).intValue(),
        new OffsetRange(number(row, 2), number(row, 3)),
        counts);
  }

  private static long number(List<Object> row, int place) {
    return ((Number) row.get(place)).longValue();
  }
}
