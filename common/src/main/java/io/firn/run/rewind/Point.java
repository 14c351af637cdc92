package io.firn.run.rewind;

import io.firn.commit.CommitKeys;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;

/** One snapshot of a table's main branch, with what its summary says. */
public record Point(
    long snapshot, Instant committedAt, String operation, Map<String, String> summary) {

  static Point of(Snapshot snapshot) {
    return new Point(
        snapshot.snapshotId(),
        Instant.ofEpochMilli(snapshot.timestampMillis()),
        snapshot.operation(),
        snapshot.summary());
  }

  /** The progress that this snapshot itself carries; none when another tool made it. */
  Optional<String> progress() {
    return Optional.ofNullable(summary.get(CommitKeys.PROGRESS));
  }

  public Optional<String> runKey() {
    return Optional.ofNullable(summary.get(CommitKeys.RUN_KEY));
  }

  /** The account of a bronze run, as it stands in the summary. */
  public Optional<String> ledger() {
    return Optional.ofNullable(summary.get(CommitKeys.LEDGER));
  }

  /** The same rows in other files. */
  boolean compacts() {
    return progress().isEmpty() && DataOperations.REPLACE.equals(operation);
  }

  /** Live rows as the summary knows them. */
  public OptionalLong rows() {
    String records = summary.get(SnapshotSummary.TOTAL_RECORDS_PROP);
    String deletes = summary.getOrDefault(SnapshotSummary.TOTAL_POS_DELETES_PROP, "0");
    return records == null
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(records) - Long.parseLong(deletes));
  }
}
