package io.firn.bronze;

import io.firn.model.OffsetRange;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The offsets of one topic-partition that are kept already, as ranges without a hole. */
final class HeldOffsets implements Serializable {
  private static final long serialVersionUID = 1L;

  static final HeldOffsets NONE = new HeldOffsets(List.of());

  private final long[] starts;
  private final long[] ends;

  /**
   * @param ranges in any order; may touch, may not overlap
   */
  HeldOffsets(Collection<OffsetRange> ranges) {
    List<OffsetRange> sorted =
        ranges.stream().sorted(Comparator.comparingLong(OffsetRange::start)).toList();
    this.starts = sorted.stream().mapToLong(OffsetRange::start).toArray();
    this.ends = sorted.stream().mapToLong(OffsetRange::end).toArray();
  }

  boolean contains(long offset) {
    int place = Arrays.binarySearch(starts, offset);
    int range = place >= 0 ? place : -place - 2;
    return range >= 0 && offset < ends[range];
  }

  /** The parts of {@code range} that are not held, in order. */
  List<OffsetRange> missing(OffsetRange range) {
    List<OffsetRange> missing = new ArrayList<>();
    long reached = range.start();
    for (int place = 0; place < starts.length && reached < range.end(); place++) {
      long hole = Math.min(starts[place], range.end());
      if (reached < hole) {
        missing.add(new OffsetRange(reached, hole));
      }
      reached = Math.max(reached, ends[place]);
    }
    if (reached < range.end()) {
      missing.add(new OffsetRange(reached, range.end()));
    }
    return missing;
  }
}
