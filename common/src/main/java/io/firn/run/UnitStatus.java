package io.firn.run;

import io.firn.commit.CommitKeys;
import io.firn.commit.Progress;
import io.firn.commit.StagedCommit;
import io.firn.model.UnitName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * What a unit's table holds now.
 *
 * @param rows live rows as the catalog knows them: total records less position deletes
 * @param progress as committed, empty when nothing was
 * @param expectations what came of the table's expectations when its rows were published, and
 *     whether newer ones wait since they failed; empty when nothing is expected of it
 */
public record UnitStatus(
    UnitName unit,
    boolean exists,
    OptionalLong snapshotId,
    Optional<Instant> committedAt,
    Optional<String> runKey,
    OptionalLong rows,
    String progress,
    Optional<String> expectations) {

  static UnitStatus of(UnitName unit, Optional<Table> table) {
    Optional<Snapshot> head = table.map(Table::currentSnapshot);
    Optional<Progress> progress = table.flatMap(Progress::read);
    return new UnitStatus(
        unit,
        table.isPresent(),
        head.map(snapshot -> OptionalLong.of(snapshot.snapshotId())).orElse(OptionalLong.empty()),
        head.map(snapshot -> Instant.ofEpochMilli(snapshot.timestampMillis())),
        progress.flatMap(Progress::runKey),
        head.map(UnitStatus::rows).orElse(OptionalLong.empty()),
        progress.map(Progress::text).orElse(""),
        table.flatMap(UnitStatus::expectations));
  }

  /** The property says of which snapshot it is; after a rewind that may be one taken back. */
  private static Optional<String> expectations(Table table) {
    Optional<String> published =
        Optional.ofNullable(table.properties().get(CommitKeys.EXPECTATIONS))
            .map(text -> text.split(" ", 2))
            .filter(parts -> isServed(table, Long.parseLong(parts[0])))
            .map(parts -> parts[1]);
    Optional<String> waiting =
        Optional.ofNullable(table.snapshot(StagedCommit.BRANCH))
            .map(Snapshot::summary)
            .map(
                summary ->
                    "rows of run "
                        + summary.get(CommitKeys.RUN_KEY)
                        + " are not published, see branch "
                        + StagedCommit.BRANCH);
    List<String> both = Stream.concat(published.stream(), waiting.stream()).toList();
    return both.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", both));
  }

  private static boolean isServed(Table table, long snapshot) {
    Snapshot head = table.currentSnapshot();
    return head != null && SnapshotUtil.isAncestorOf(head.snapshotId(), snapshot, table::snapshot);
  }

  private static OptionalLong rows(Snapshot head) {
    String records = head.summary().get(SnapshotSummary.TOTAL_RECORDS_PROP);
    String deletes = head.summary().getOrDefault(SnapshotSummary.TOTAL_POS_DELETES_PROP, "0");
    return records == null
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(records) - Long.parseLong(deletes));
  }
}
