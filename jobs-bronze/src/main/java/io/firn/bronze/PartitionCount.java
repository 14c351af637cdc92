package io.firn.bronze;

import io.firn.model.LedgerEntry;
import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import java.io.Serializable;

/** Counts the records of one topic-partition while a task reads them, in offset order. */
final class PartitionCount implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TopicPartition partition;
  private long lastOffset = -1;
  private long firstOffset = -1;
  private long written;
  private long tombstones;
  private long quarantined;

  PartitionCount(TopicPartition partition) {
    this.partition = partition;
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

  void countTombstone() {
    tombstones++;
  }

  void countQuarantined() {
    quarantined++;
  }

  TopicPartition partition() {
    return partition;
  }

  boolean within(OffsetRange range) {
    return firstOffset < 0 || (range.contains(firstOffset) && range.contains(lastOffset));
  }

  /**
   * The account over {@code range}. Offsets that no record came for are gaps: the broker keeps
   * transaction markers, aborted records and compacted records to itself.
   */
  LedgerEntry entry(OffsetRange range) {
    long gaps = range.length() - written - tombstones - quarantined;
    return new LedgerEntry(partition, range, written, 0, tombstones, gaps, quarantined);
  }
}
