package io.firn.run.expect;

import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;

/** How many rows a table has, by a snapshot's own word: records less position deletes. */
public final class LiveRows {
  private LiveRows() {}

  public static long of(Snapshot snapshot) {
    return total(snapshot, SnapshotSummary.TOTAL_RECORDS_PROP)
        - total(snapshot, SnapshotSummary.TOTAL_POS_DELETES_PROP);
  }

  private static long total(Snapshot snapshot, String entry) {
    return Long.parseLong(snapshot.summary().getOrDefault(entry, "0"));
  }
}
