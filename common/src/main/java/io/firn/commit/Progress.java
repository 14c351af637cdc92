package io.firn.commit;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * What a table already holds of its input.
 *
 * <p>Read from the newest snapshot in the current one's ancestry that carries it, so that
 * compaction and other tools' snapshots on top do not hide it, and so that a rollback of the table
 * takes its progress back with it (the look-up of Iceberg's Kafka Connect {@code Coordinator}).
 * When no such snapshot is left, because expiry removed it, the table property written in the same
 * commit answers.
 *
 * @param text in the notation of the job that wrote it
 * @param snapshotId the snapshot that carries it; empty when the property answered
 */
public record Progress(String text, Optional<String> runKey, OptionalLong snapshotId) {

  /** The committed progress of {@code table} as loaded; empty when nothing was ever committed. */
  public static Optional<Progress> read(Table table) {
    return read(table, CommitKeys.PROGRESS);
  }

  /** The same under another key, for a table that several units append to. */
  public static Optional<Progress> read(Table table, String key) {
    Snapshot current = table.currentSnapshot();
    if (current == null) {
      return Optional.empty();
    }
    Snapshot oldest = current;
    for (Snapshot snapshot : SnapshotUtil.ancestorsOf(current.snapshotId(), table::snapshot)) {
      Optional<Progress> carried = of(snapshot, key);
      if (carried.isPresent()) {
        return carried;
      }
      oldest = snapshot;
    }
    if (reachesBeginning(oldest)) {
      return Optional.empty();
    }
    return Optional.ofNullable(table.properties().get(key))
        .map(
            text ->
                new Progress(
                    text,
                    Optional.ofNullable(table.properties().get(CommitKeys.RUN_KEY)),
                    OptionalLong.empty()));
  }

  /** The progress that {@code snapshot} itself carries. */
  static Optional<Progress> of(Snapshot snapshot, String key) {
    Map<String, String> summary = snapshot.summary();
    return Optional.ofNullable(summary.get(key))
        .map(
            text ->
                new Progress(
                    text,
                    Optional.ofNullable(summary.get(CommitKeys.RUN_KEY)),
                    OptionalLong.of(snapshot.snapshotId())));
  }

  /** Whether any snapshot still in the table's history was committed under {@code runKey}. */
  public static boolean committedBy(Table table, String runKey) {
    Snapshot current = table.currentSnapshot();
    if (current == null) {
      return false;
    }
    Snapshot oldest = current;
    for (Snapshot snapshot : SnapshotUtil.ancestorsOf(current.snapshotId(), table::snapshot)) {
      if (runKey.equals(snapshot.summary().get(CommitKeys.RUN_KEY))) {
        return true;
      }
      oldest = snapshot;
    }
    return !reachesBeginning(oldest) && runKey.equals(table.properties().get(CommitKeys.RUN_KEY));
  }

  /**
   * Whether nothing before {@code oldest} was expired. Then every commit that stands is in the
   * ancestry, and the property, which a rollback does not take back, may be that of one which was
   * rolled back: believing it would skip the rolled back rows for good.
   */
  private static boolean reachesBeginning(Snapshot oldest) {
    return oldest.parentId() == null;
  }
}
