package io.firn.silver;

import io.firn.commit.CommitKeys;
import io.firn.commit.Progress;
import io.firn.commit.TakenBack;
import io.firn.config.SilverTable;
import io.firn.config.Transform;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.SnapshotRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Decides which bronze snapshots a silver unit promotes.
 *
 * <p>Iceberg's incremental append read passes over every snapshot that is no append, without a
 * word. So the range is walked here first: an append counts, a compaction ({@code replace}) holds
 * no new rows, a tenant taken back is named in the plan ({@link TenantsTakenBack}), and anything
 * else stops the unit, since rows would be lost silently.
 */
final class SilverPlanner {
  private static final Set<String> READABLE = Set.of(DataOperations.APPEND, DataOperations.REPLACE);

  private final SilverTable table;

  SilverPlanner(SilverTable table) {
    this.table = table;
  }

  /**
   * @throws FirnException HISTORY when the input is another table than before, or its snapshots
   *     since the last run are gone or rewritten
   */
  SilverPlan plan(Optional<Table> input, Optional<Table> target) {
    Optional<String> expected = target.flatMap(Progress::read).map(Progress::text);
    Optional<SilverProgress> before = expected.map(SilverProgress::parse);
    if (input.isEmpty() || input.get().currentSnapshot() == null) {
      before.ifPresent(progress -> refuse("exists with its snapshots", "no snapshot", progress));
      return new SilverPlan(
          table,
          Optional.empty(),
          0,
          0,
          new TreeSet<>(),
          expected,
          Optional.empty(),
          target.isEmpty());
    }
    Table bronze = input.get();
    before.ifPresent(progress -> requireSameTable(bronze, progress));
    String transform = TransformCode.fingerprint(table);
    before.ifPresent(progress -> requireSameTransform(transform, progress));
    List<Snapshot> newer = newer(bronze, before);
    // What a replay brings back may be older than the table's rows, and than deletes that were
    // applied. It may be much: with all of bronze before it, the fold gives each key its latest.
    boolean whole = before.isEmpty() || newer.stream().anyMatch(SilverPlanner::isReplay);
    OptionalLong from =
        whole ? OptionalLong.empty() : OptionalLong.of(before.orElseThrow().snapshot());
    long to = bronze.currentSnapshot().snapshotId();
    // Read from the beginning, bronze is read as it stands, whatever was done to it before.
    long rows = before.isPresent() ? appended(newer) : held(bronze.currentSnapshot());
    TreeSet<String> takenBack = before.isPresent() ? takenBack(newer) : new TreeSet<>();
    SilverProgress next =
        new SilverProgress(
            table.from().tableName().toString(),
            bronze.uuid().toString(),
            to,
            truncated(before, takenBack),
            transform);
    return new SilverPlan(
        table,
        Optional.of(new SnapshotRange(from, to)),
        rows,
        held(bronze.currentSnapshot())
            + target.map(Table::currentSnapshot).map(SilverPlanner::held).orElse(0L),
        takenBack,
        expected,
        Optional.of(next),
        target.isEmpty());
  }

  private void requireSameTable(Table bronze, SilverProgress progress) {
    if (!bronze.uuid().toString().equals(progress.table())) {
      refuse("table id " + progress.table(), "table id " + bronze.uuid(), progress);
    }
  }

  /** Rows that are there would be those of one transform, and new ones of another. */
  private void requireSameTransform(String transform, SilverProgress progress) {
    if (!transform.equals(progress.transform())) {
      throw new FirnException(
          new Failure(
              ErrorKind.CONFIG,
              "The rows of " + table.unit() + " were made with another transform",
              "firn.silver." + table.name() + ".transform",
              shown(progress.transform()),
              table.rules().transform().map(Transform::place).orElse("none")
                  + ", "
                  + shown(transform),
              "Make them anew: firn run --rebuild " + table.unit() + ". Or set it back."));
    }
  }

  private static String shown(String fingerprint) {
    return fingerprint.isEmpty() ? "no transform" : "fingerprint " + fingerprint.substring(0, 12);
  }

  /** The snapshots that the table has not read, newest first. */
  private List<Snapshot> newer(Table bronze, Optional<SilverProgress> before) {
    List<Snapshot> newer = new ArrayList<>();
    for (Snapshot snapshot :
        SnapshotUtil.ancestorsOf(bronze.currentSnapshot().snapshotId(), bronze::snapshot)) {
      if (before.isPresent() && snapshot.snapshotId() == before.get().snapshot()) {
        return newer;
      }
      newer.add(snapshot);
    }
    before.ifPresent(
        progress ->
            refuse(
                "snapshot " + progress.snapshot() + " in its history",
                "a history that does not reach back to it (expired or rolled back)",
                progress));
    return newer;
  }

  private static boolean isReplay(Snapshot snapshot) {
    return snapshot.summary().containsKey(CommitKeys.REPLAY);
  }

  private static boolean isTakenBack(Snapshot snapshot) {
    return TakenBack.in(snapshot.summary()).isPresent();
  }

  private TreeSet<String> takenBack(List<Snapshot> newer) {
    TreeSet<String> tenants = new TreeSet<>();
    newer.forEach(
        snapshot -> TakenBack.in(snapshot.summary()).ifPresent(one -> tenants.add(one.tenant())));
    if (!tenants.isEmpty() && !table.key().contains(SilverTable.TENANT)) {
      throw new FirnException(
          new Failure(
              ErrorKind.HISTORY,
              "Tenants were taken back in the input of " + table.unit() + ": " + tenants,
              table.from().tableName().toString(),
              "a key with " + SilverTable.TENANT + " in it, which says whose a row is",
              "key " + table.key(),
              "Drop " + table.unit().tableName() + " to build it anew from what bronze holds."));
    }
    return tenants;
  }

  /** What a tenant's rows that are made anew have met is told by them. */
  private static TreeMap<String, Image.Sequence> truncated(
      Optional<SilverProgress> before, Set<String> takenBack) {
    TreeMap<String, Image.Sequence> truncated = new TreeMap<>();
    before.map(SilverProgress::truncated).ifPresent(truncated::putAll);
    truncated.keySet().removeAll(takenBack);
    return truncated;
  }

  private long appended(List<Snapshot> newer) {
    long rows = 0;
    for (Snapshot snapshot : newer) {
      if (!READABLE.contains(snapshot.operation()) && !isTakenBack(snapshot)) {
        throw notAppendOnly(snapshot);
      }
      if (snapshot.operation().equals(DataOperations.APPEND)) {
        rows += count(snapshot, SnapshotSummary.ADDED_RECORDS_PROP);
      }
    }
    return rows;
  }

  private static long held(Snapshot head) {
    return count(head, SnapshotSummary.TOTAL_RECORDS_PROP);
  }

  private static long count(Snapshot snapshot, String entry) {
    return Long.parseLong(snapshot.summary().getOrDefault(entry, "0"));
  }

  private FirnException notAppendOnly(Snapshot snapshot) {
    return new FirnException(
        new Failure(
            ErrorKind.HISTORY,
            "The input of " + table.unit() + " was changed other than by appending",
            table.from().tableName() + ", snapshot " + snapshot.snapshotId(),
            "append or replace (compaction)",
            snapshot.operation(),
            "Bronze is append-only. Roll the table back before that snapshot, or drop "
                + table.unit().tableName()
                + " to build it anew from all of bronze."));
  }

  private void refuse(String expected, String found, SilverProgress progress) {
    throw new FirnException(
        new Failure(
            ErrorKind.HISTORY,
            "The input of " + table.unit() + " is not the one it was built from",
            progress.input(),
            expected,
            found,
            "Restore the table, take both back to a run that they have in common with 'firn"
                + " rewind', or drop "
                + table.unit().tableName()
                + " to build it anew from what bronze holds."));
  }
}
