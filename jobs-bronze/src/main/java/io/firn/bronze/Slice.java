package io.firn.bronze;

import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import java.io.Serializable;

/**
 * Offsets of one topic-partition to land for one unit.
 *
 * @param unit the unit's place among the run's targets
 * @param whole whether one task must read all of it
 */
record Slice(int unit, TopicPartition partition, OffsetRange range, boolean whole)
    implements Serializable {

  /** The first {@code length} offsets. */
  Slice head(long length) {
    return new Slice(
        unit, partition, new OffsetRange(range.start(), range.start() + length), whole);
  }

  /** All but the first {@code length} offsets. */
  Slice tail(long length) {
    return new Slice(unit, partition, new OffsetRange(range.start() + length, range.end()), whole);
  }
}
