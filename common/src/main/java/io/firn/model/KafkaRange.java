package io.firn.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a bronze unit reads: one half-open offset range per topic-partition. */
public record KafkaRange(SortedMap<TopicPartition, OffsetRange> partitions) {
  public KafkaRange {
    partitions = Collections.unmodifiableSortedMap(new TreeMap<>(partitions));
  }

  /** Only the partitions that have something to read; empty ones would cost a Spark task each. */
  public KafkaRange nonEmpty() {
    TreeMap<TopicPartition, OffsetRange> waiting = new TreeMap<>(partitions);
    waiting.values().removeIf(OffsetRange::isEmpty);
    return new KafkaRange(waiting);
  }

  public boolean isEmpty() {
    return partitions.values().stream().allMatch(OffsetRange::isEmpty);
  }

  /** Offsets waiting, an upper bound for rows: control records and compacted ones count too. */
  public long length() {
    return partitions.values().stream().mapToLong(OffsetRange::length).sum();
  }

  public long topics() {
    return partitions.keySet().stream().map(TopicPartition::topic).distinct().count();
  }

  public Map<TopicPartition, Long> ends() {
    TreeMap<TopicPartition, Long> ends = new TreeMap<>();
    partitions.forEach((partition, range) -> ends.put(partition, range.end()));
    return ends;
  }
}
