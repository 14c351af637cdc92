package io.firn.run;

import io.firn.commit.Progress;
import io.firn.model.UnitName;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;

/**
 * What a unit's table holds now.
 *
 * @param rows live rows as the catalog knows them: total records less position deletes
 * @param progress as committed, empty when nothing was
 */
public record UnitStatus(
    UnitName unit,
    boolean exists,
    OptionalLong snapshotId,
    Optional<Instant> committedAt,
    Optional<String> runKey,
    OptionalLong rows,
    String progress) {

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
        progress.map(Progress::text).orElse(""));
  }

  private static OptionalLong rows(Snapshot head) {
    String records = head.summary().get(SnapshotSummary.TOTAL_RECORDS_PROP);
    String deletes = head.summary().getOrDefault(SnapshotSummary.TOTAL_POS_DELETES_PROP, "0");
    return records == null
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(records) - Long.parseLong(deletes));
  }
}
