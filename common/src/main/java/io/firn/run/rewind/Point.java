package io.firn.run.rewind;

import io.firn.commit.CommitKeys;
import io.firn.commit.TakenBack;
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

  /** The run that committed it; none when it takes a tenant back, which is no run. */
  public Optional<String> runKey() {
    return takenBack().isPresent()
        ? Optional.empty()
        : Optional.ofNullable(summary.get(CommitKeys.RUN_KEY));
  }

  /** The tenant that this snapshot takes back, if it does. */
  public Optional<TakenBack> takenBack() {
    return TakenBack.in(summary);
  }

  /** Whether what is made of this table has to follow a tenant that went back. */
  boolean goesBack() {
    return summary.containsKey(CommitKeys.TAKEN_BACK) || summary.containsKey(CommitKeys.MADE_ANEW);
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
