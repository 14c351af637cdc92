package io.firn.bronze;

import io.firn.commit.CommitKeys;
import io.firn.commit.Progress;
import io.firn.model.Era;
import io.firn.model.LedgerEntry;
import io.firn.model.TopicPartition;
import io.firn.model.UnitName;
import io.firn.run.CheckResult;
import io.firn.run.JobContext;
import io.firn.table.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Recounts bronze: every ledger in the table's history balances, the ranges of successive runs join
 * without hole or overlap, the table holds exactly the rows that the ledgers say and those of
 * retries, none twice, and the quarantine holds what was refused.
 */
final class BronzeVerify {
  private static final int ERA_LENGTH = Era.prefix(1).length();

  /** The era in front of a position; offsets of two eras name two records. */
  static final Column ERA =
      functions
          .when(
              functions.col("position").startsWith("~"),
              functions.substring(functions.col("position"), 1, ERA_LENGTH))
          .otherwise("");

  private final UnitName unit;
  private final JobContext context;

  BronzeVerify(UnitName unit, JobContext context) {
    this.unit = unit;
    this.context = context;
  }

  List<CheckResult> checks() {
    Optional<Table> table = Tables.load(context.catalog(), unit.tableName());
    if (table.isEmpty() || table.get().currentSnapshot() == null) {
      return List.of(new CheckResult(unit, "ledger-balances", true, "the table is empty"));
    }
    List<LedgerEntry> ledger =
        Ledger.standing(
            new LedgerStore(context).of(unit, table.get()),
            Progress.read(table.get()).map(Progress::text).map(BronzeProgress::parse));
    QuarantineVerify quarantine = new QuarantineVerify(unit, context);
    return List.of(
        balances(ledger),
        joins(ledger),
        recount(ledger, quarantine.retried()),
        quarantine.holdsAll(ledger),
        accepted(table.get()));
  }

  private CheckResult accepted(Table table) {
    String text = table.properties().getOrDefault(CommitKeys.ACCEPTED, "[]");
    String told =
        AcceptedBreak.parse(text).stream()
            .map(one -> one.kind() + "=" + one.topic() + " in run " + one.runKey())
            .collect(Collectors.joining("; "));
    return new CheckResult(
        unit,
        "history-unbroken",
        true,
        told.isEmpty() ? "nothing had to be accepted" : "accepted: " + told);
  }

  private CheckResult balances(List<LedgerEntry> ledger) {
    List<String> broken =
        ledger.stream().filter(entry -> !entry.balances()).map(LedgerEntry::toString).toList();
    return new CheckResult(
        unit,
        "ledger-balances",
        broken.isEmpty(),
        broken.isEmpty()
            ? ledger.size() + " entries; " + Ledger.told(ledger)
            : String.join("; ", broken));
  }

  private CheckResult joins(List<LedgerEntry> ledger) {
    Map<TopicPartition, LedgerEntry> reached = new HashMap<>();
    List<String> broken = new ArrayList<>();
    for (LedgerEntry entry : ledger) {
      LedgerEntry before = reached.put(entry.partition(), entry);
      // A later era may begin at any offset: its topic is another one of that name.
      if (before != null
          && before.era() == entry.era()
          && before.range().end() != entry.range().start()) {
        broken.add(
            entry.partition() + ": " + before.range().end() + " then " + entry.range().start());
      }
    }
    return new CheckResult(
        unit,
        "ranges-join",
        broken.isEmpty(),
        broken.isEmpty()
            ? reached.size() + " partitions, no hole and no overlap between runs"
            : String.join("; ", broken));
  }

  /**
   * @param retried rows that retries of refused records added
   */
  private CheckResult recount(List<LedgerEntry> ledger, Map<TopicPartition, Long> retried) {
    Map<TopicPartition, Long> expected = new HashMap<>(retried);
    ledger.forEach(entry -> expected.merge(entry.partition(), entry.written(), Long::sum));
    expected.values().removeIf(written -> written == 0);
    Map<TopicPartition, Long> found = new HashMap<>();
    List<String> twice = new ArrayList<>();
    List<Row> counted =
        context
            .spark()
            .get()
            .table(unit.tableName().inCatalog(context.pipeline().catalog().name()))
            .groupBy("topic", "partition")
            .agg(
                functions.count(functions.lit(1)).as("rows"),
                functions.countDistinct(ERA, functions.col("offset")).as("offsets"))
            .collectAsList();
    for (Row row : counted) {
      TopicPartition partition = new TopicPartition(row.getString(0), row.getInt(1));
      found.put(partition, row.getLong(2));
      if (row.getLong(2) != row.getLong(3)) {
        twice.add(partition + ": " + row.getLong(2) + " rows, " + row.getLong(3) + " offsets");
      }
    }
    boolean passed = twice.isEmpty() && found.equals(expected);
    return new CheckResult(
        unit,
        "rows-as-accounted",
        passed,
        passed
            ? found.values().stream().mapToLong(Long::longValue).sum() + " rows, each offset once"
            : "expected " + expected + ", found " + found + ", twice " + twice);
  }
}
