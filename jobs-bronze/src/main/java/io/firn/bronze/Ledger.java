package io.firn.bronze;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.KafkaRange;
import io.firn.model.LedgerEntry;
import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import io.firn.model.UnitName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * The account of a landing, made and checked before anything is committed.
 *
 * <p>In a snapshot's summary it stands as JSON, one array per topic-partition: {@code [topic,
 * partition, start, end, written, duplicates, tombstones, gaps, quarantined]}.
 */
final class Ledger {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Ledger() {}

  /**
   * The account over {@code range}.
   *
   * @throws FirnException INTERNAL when a partition was read outside its range, or more records
   *     came than it has offsets: nothing is committed then
   */
  static List<LedgerEntry> of(UnitName unit, KafkaRange range, List<PartitionCount> counts) {
    Map<TopicPartition, PartitionCount> byPartition = joined(unit, counts);
    byPartition.forEach(
        (partition, count) -> {
          OffsetRange planned = range.partitions().get(partition);
          if (planned == null || !count.within(planned)) {
            throw unbalanced(unit, partition, String.valueOf(planned), "records outside it");
          }
        });
    List<LedgerEntry> ledger = new ArrayList<>();
    range
        .partitions()
        .forEach(
            (partition, planned) -> {
              LedgerEntry entry =
                  Optional.ofNullable(byPartition.get(partition))
                      .map(count -> count.entry(planned))
                      .orElseGet(() -> allGaps(partition, planned));
              if (entry.gaps() < 0 || !entry.balances()) {
                throw unbalanced(unit, partition, planned.length() + " offsets", entry.toString());
              }
              ledger.add(entry);
            });
    return ledger;
  }

  /** The broker handed out none of the partition's records. */
  private static LedgerEntry allGaps(TopicPartition partition, OffsetRange range) {
    return new LedgerEntry(partition, range, 0, 0, 0, range.length(), 0);
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

  static SortedMap<String, Long> totals(List<LedgerEntry> ledger) {
    TreeMap<String, Long> totals = new TreeMap<>();
    totals.put("offsets", sum(ledger, entry -> entry.range().length()));
    totals.put("written", sum(ledger, LedgerEntry::written));
    totals.put("duplicates", sum(ledger, LedgerEntry::duplicates));
    totals.put("tombstones", sum(ledger, LedgerEntry::tombstones));
    totals.put("gaps", sum(ledger, LedgerEntry::gaps));
    totals.put("quarantined", sum(ledger, LedgerEntry::quarantined));
    return totals;
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
                        entry.written(),
                        entry.duplicates(),
                        entry.tombstones(),
                        entry.gaps(),
                        entry.quarantined()))
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

  private static LedgerEntry entry(List<Object> row) {
    return new LedgerEntry(
        new TopicPartition((String) row.get(0), ((Number) row.get(1)).intValue()),
        new OffsetRange(number(row, 2), number(row, 3)),
        number(row, 4),
        number(row, 5),
        number(row, 6),
        number(row, 7),
        number(row, 8));
  }

  private static long number(List<Object> row, int place) {
    return ((Number) row.get(place)).longValue();
  }
}
