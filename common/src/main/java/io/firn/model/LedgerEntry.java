package io.firn.model;

import java.io.Serializable;

/**
 * The account of one topic-partition in one run. Every offset of {@code range} is exactly one of
 * written, duplicate, tombstone, gap (an offset that the broker does not hand out: control record,
 * aborted transaction, compaction) or quarantined.
 */
public record LedgerEntry(
    TopicPartition partition,
    OffsetRange range,
    long written,
    long duplicates,
    long tombstones,
    long gaps,
    long quarantined)
    implements Serializable {

  public long accounted() {
    return written + duplicates + tombstones + gaps + quarantined;
  }

  public boolean balances() {
    return accounted() == range.length();
  }
}
