package io.firn.bronze;

import io.firn.model.LedgerEntry;
import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import java.io.Serializable;

/** Counts the records of one topic-partition while a task reads them, in offset order. */
final class PartitionCount implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TopicPartition partition;
  private final PositionTrack positions;
  private long lastOffset = -1;
  private long firstOffset = -1;
  private long written;
  private long duplicates;
  private long tombstones;
  private long quarantined;

  PartitionCount(TopicPartition partition, PositionTrack positions) {
    this.partition = partition;
    this.positions = positions;
  }

  /**
   * Notes that the record at {@code offset} was read.
   *
   * @throws IllegalStateException when the reader went back: a record read twice would be counted
   *     and written twice
   */
  void read(long offset) {
    if (offset <= lastOffset) {
      throw new IllegalStateException(
          partition + ": offset " + offset + " was read after offset " + lastOffset);
    }
    if (firstOffset < 0) {
      firstOffset = offset;
    }
    lastOffset = offset;
  }

  void countWritten() {
    written++;
  }

  void countDuplicate() {
    duplicates++;
  }

  void countTombstone() {
    tombstones++;
  }

  void countQuarantined() {
    quarantined++;
  }

  PositionTrack positions() {
    return positions;
  }

  TopicPartition partition() {
    return partition;
  }

  boolean within(OffsetRange range) {
    return firstOffset < 0 || (range.contains(firstOffset) && range.contains(lastOffset));
  }

  /** Both counts as one, when a partition was read in two pieces that do not overlap. */
  PartitionCount and(PartitionCount later) {
    PartitionCount both = new PartitionCount(partition, positions.and(later.positions));
    both.firstOffset = firstOffset;
    both.lastOffset = later.lastOffset;
    both.written = written + later.written;
    both.duplicates = duplicates + later.duplicates;
    both.tombstones = tombstones + later.tombstones;
    both.quarantined = quarantined + later.quarantined;
    return both;
  }

  /** Negative when no record came. */
  long firstOffset() {
    return firstOffset;
  }

  /** Negative when no record came. */
  long lastOffset() {
    return lastOffset;
  }

  /**
   * The account over {@code range}. Offsets that no record came for are gaps: the broker keeps
   * transaction markers, aborted records and compacted records to itself.
   */
  LedgerEntry entry(OffsetRange range) {
    long gaps = range.length() - written - duplicates - tombstones - quarantined;
    return new LedgerEntry(partition, range, written, duplicates, tombstones, gaps, quarantined);
  }
}
