package io.firn.model;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The account of one topic-partition in one run: every offset of {@code range} has one {@link
 * Fate}.
 *
 * @param era how often the partition's log or its source's positions began anew, see {@link
 *     io.firn.model.Era}
 * @param counts offsets by fate; a fate that none had is absent
 */
public record LedgerEntry(
    TopicPartition partition, int era, OffsetRange range, SortedMap<Fate, Long> counts)
    implements Serializable {
  public LedgerEntry {
    TreeMap<Fate, Long> some = new TreeMap<>(counts);
    some.values().removeIf(count -> count == 0);
    counts = Collections.unmodifiableSortedMap(some);
  }

  /** In the first era. */
  public LedgerEntry(TopicPartition partition, OffsetRange range, Map<Fate, Long> counts) {
    this(partition, 0, range, new TreeMap<>(counts));
  }

  public long count(Fate fate) {
    return counts.getOrDefault(fate, 0L);
  }

  public long count(Fate.Kind kind) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().kind() == kind)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  public long written() {
    return count(Fate.WRITTEN);
  }

  /** Offsets that the broker hands no record out for. */
  public long gaps() {
    return count(Fate.Kind.GAP);
  }

  public long accounted() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  public boolean balances() {
    return accounted() == range.length() && counts.values().stream().allMatch(count -> count >= 0);
  }
}
