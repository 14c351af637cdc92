package io.firn.bronze;

import io.firn.change.EnvelopeRefusal;
import io.firn.model.Fate;
import io.firn.model.LedgerEntry;
import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;

/** Counts the records of one topic-partition while a task reads them, in offset order. */
final class PartitionCount implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Fate[] FATES = Fate.values();

  private final TopicPartition partition;
  private final PositionTrack positions;
  private final Holes holes = new Holes();
  private final long[] fates = new long[FATES.length];
  private Refusals refusals = new Refusals();
  private long firstOffset = -1;
  private long lastOffset = -1;
  private long read;

  PartitionCount(TopicPartition partition, PositionTrack positions) {
    this.partition = partition;
    this.positions = positions;
  }

  /** Of a partition that gave no record. */
  static PartitionCount none(TopicPartition partition) {
    return new PartitionCount(partition, new PositionTrack(false, 0, Optional.empty()));
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
    } else if (offset != lastOffset + 1) {
      holes.add(lastOffset + 1, offset, read);
    }
    lastOffset = offset;
    read++;
  }

  /** Notes what became of the record that was read last. */
  void count(Fate fate) {
    fates[fate.ordinal()]++;
  }

  /** Notes that the record that was read last is no change event. */
  void refuse(EnvelopeRefusal refusal) {
    count(Fate.QUARANTINED);
    refusals.add(partition, lastOffset, refusal);
  }

  /** What was refused. */
  Refusals refusals() {
    return refusals;
  }

  /** Records that were read, of whatever kind. */
  long records() {
    return read;
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
    both.read = read + later.read;
    both.holes.addAll(holes, 0);
    both.holes.add(lastOffset + 1, later.firstOffset, read);
    both.holes.addAll(later.holes, read);
    both.refusals = refusals.and(later.refusals);
    Arrays.setAll(both.fates, fate -> fates[fate] + later.fates[fate]);
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

  /** Longer holes anywhere in {@code range}, which all records are of. */
  Holes holes(OffsetRange range) {
    Holes all = new Holes();
    if (read == 0) {
      all.add(range.start(), range.end(), 0);
      return all;
    }
    all.add(range.start(), firstOffset, 0);
    all.addAll(holes, 0);
    all.add(lastOffset + 1, range.end(), read);
    return all;
  }

  /**
   * The account over {@code range}. Offsets that no record came for are taken for control records
   * until they are looked at.
   */
  LedgerEntry entry(OffsetRange range) {
    TreeMap<Fate, Long> counts = new TreeMap<>();
    long accounted = 0;
    for (Fate fate : FATES) {
      counts.put(fate, fates[fate.ordinal()]);
      accounted += fates[fate.ordinal()];
    }
    counts.put(Fate.CONTROL, range.length() - accounted);
    return new LedgerEntry(partition, positions.era(), range, counts);
  }
}
