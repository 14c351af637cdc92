package io.firn.gold;

import io.firn.commit.Progress;
import io.firn.config.GoldTable;
import io.firn.model.UnitName;
import io.firn.run.JobContext;
import io.firn.table.Tables;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;

/** Pins the snapshots that a gold table is made of, and tells whether they are new. */
final class GoldPlanner {
  private GoldPlanner() {}

  static GoldPlan plan(GoldTable table, JobContext context) {
    Optional<Table> target = Tables.load(context.catalog(), table.unit().tableName());
    Optional<String> expected = target.flatMap(Progress::read).map(Progress::text);
    TreeMap<String, Long> inputs = new TreeMap<>();
    long rows = 0;
    for (UnitName input : table.from()) {
      Optional<Snapshot> snapshot = context.pins().snapshot(context.catalog(), input.tableName());
      if (snapshot.isEmpty()) {
        return new GoldPlan(
            table,
            Optional.empty(),
            expected,
            0,
            target.isEmpty(),
            new RefreshPlan.Full(Optional.empty()),
            Optional.of(input + " has no rows yet"));
      }
      inputs.put(input.tableName().toString(), snapshot.get().snapshotId());
      rows += records(snapshot.get());
    }
    GoldProgress next = new GoldProgress(inputs, hash(logic(table)));
    boolean same = expected.map(GoldProgress::parse).filter(next::equals).isPresent();
    return new GoldPlan(
        table,
        Optional.of(next),
        expected,
        rows,
        target.isEmpty(),
        new RefreshChoice(table, context).choose(target, next),
        same ? Optional.of("inputs and query are those of the last run") : Optional.empty());
  }

  private static long records(Snapshot snapshot) {
    return Long.parseLong(snapshot.summary().getOrDefault(SnapshotSummary.TOTAL_RECORDS_PROP, "0"));
  }

  /** With the grain, since rows were checked for that one. */
  private static String logic(GoldTable table) {
    return table.logic() + "\n-- grain: " + String.join(", ", table.grain());
  }

  private static String hash(String sql) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(sql.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
