package io.firn.run.maintain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * Old snapshots go, with the files that they alone refer to.
 *
 * <p>Kept are the newest ones, all that a branch or a tag names, and whatever is not older than the
 * snapshot that a reader's next run starts from: a range begins behind it, and its files must be
 * there. Expiry takes snapshots that are older than a time, and times grow along a table's history,
 * so that nothing behind such a snapshot goes either.
 */
final class Expiry {
  private Expiry() {}

  /**
   * @param keptFor the reader that a longer history is kept for; empty when none holds it up
   */
  record Due(int snapshots, Optional<Need> keptFor) {}

  static Due due(Table table, Optional<Need> need, Limits limits, Instant now) {
    Instant age = now.minus(limits.keepFor());
    List<Snapshot> gone = expiry(table, cutoff(need, age), limits).apply();
    return new Due(gone.size(), need.filter(reader -> reader.at().isBefore(age)));
  }

  static void carryOut(Table table, Optional<Need> need, Limits limits, Instant now) {
    expiry(table, cutoff(need, now.minus(limits.keepFor())), limits).commit();
  }

  private static Instant cutoff(Optional<Need> need, Instant age) {
    return need.map(Need::at).filter(at -> at.isBefore(age)).orElse(age);
  }

  private static ExpireSnapshots expiry(Table table, Instant olderThan, Limits limits) {
    return table
        .expireSnapshots()
        .expireOlderThan(olderThan.toEpochMilli())
        .retainLast(limits.keepLast())
        .cleanupLevel(ExpireSnapshots.CleanupLevel.ALL);
  }
}
