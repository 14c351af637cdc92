package io.firn.bronze;

import io.firn.config.BronzeTable;
import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.Table;

/**
 * What a replay would read.
 *
 * @param progress of the table, which a replay leaves as it is
 * @param target the table as it was loaded: the fence of the commit
 */
public record ReplayPlan(
    BronzeTable table,
    Table target,
    BronzeProgress progress,
    SortedMap<TopicPartition, Part> parts,
    List<String> notes) {
  public ReplayPlan {
    parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    notes = List.copyOf(notes);
  }

  /**
   * One partition.
   *
   * @param range what was asked for, as far as it was landed
   * @param held what bronze or the quarantine has of it
   */
  public record Part(OffsetRange range, HeldOffsets held) {

    /** Offsets without a row: lost rows, and records that never make one. */
    public long missing() {
      return held.missing(range).stream().mapToLong(OffsetRange::length).sum();
    }

    /** From the first to the last missing offset: what is read. */
    OffsetRange read() {
      List<OffsetRange> missing = held.missing(range);
      return new OffsetRange(missing.get(0).start(), missing.get(missing.size() - 1).end());
    }
  }

  public long missing() {
    return parts.values().stream().mapToLong(Part::missing).sum();
  }

  /** The partitions that are read at all. */
  SortedMap<TopicPartition, Part> lacking() {
    TreeMap<TopicPartition, Part> lacking = new TreeMap<>(parts);
    lacking.values().removeIf(part -> part.missing() == 0);
    return lacking;
  }
}
