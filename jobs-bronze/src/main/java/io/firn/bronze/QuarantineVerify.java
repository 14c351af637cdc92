package io.firn.bronze;

import io.firn.bronze.QuarantineLog.Entry;
import io.firn.bronze.QuarantinedRecord.Action;
import io.firn.model.Fate;
import io.firn.model.LedgerEntry;
import io.firn.model.TopicPartition;
import io.firn.model.UnitName;
import io.firn.run.CheckResult;
import io.firn.run.JobContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What the quarantine adds to the account of a bronze table. */
final class QuarantineVerify {
  private final UnitName unit;
  private final JobContext context;

  QuarantineVerify(UnitName unit, JobContext context) {
    this.unit = unit;
    this.context = context;
  }

  /**
   * Rows of the bronze table that retries wrote, by partition: the ledgers know the records as
   * quarantined. Every one of them was noted before it was committed, and is counted if it stands.
   */
  Map<TopicPartition, Long> retried() {
    Set<QuarantineKey> rows = new HashSet<>();
    standingRetries().forEach(entry -> rows.add(entry.key()));
    Map<TopicPartition, Long> retried = new TreeMap<>();
    rows.forEach(row -> retried.merge(row.place().partition(), 1L, Long::sum));
    return retried;
  }

  /** The entries of retries whose rows bronze holds. */
  List<Entry> standingRetries() {
    List<Entry> entries =
        new QuarantineLog(context)
            .read(Set.of(unit)).values().stream()
                .flatMap(Collection::stream)
                .filter(entry -> entry.action() == Action.RETRIED)
                .filter(QuarantineVerify::ofTheRetry)
                .toList();
    Predicate<Entry> stands = new StandingRows(context).among(entries);
    return entries.stream().filter(stands).toList();
  }

  /** Not a row that an ordinary run had landed when the retry came; the ledger counts that one. */
  private static boolean ofTheRetry(Entry entry) {
    return entry.landed().filter(row -> row.runKey().equals(entry.asked().runKey())).isPresent();
  }

  /**
   * Whether the quarantine holds as many records as the ledgers counted. It may hold more: those of
   * a run that did not live to account for them, and those from before a rewind.
   */
  CheckResult holdsAll(List<LedgerEntry> ledger) {
    Map<TopicPartition, Long> counted = new TreeMap<>();
    ledger.forEach(
        entry -> counted.merge(entry.partition(), entry.count(Fate.QUARANTINED), Long::sum));
    Map<TopicPartition, Long> held = new TreeMap<>();
    new QuarantineStore(context)
        .records(QuarantineFilter.of(Set.of(unit)))
        .forEach(record -> held.merge(record.place().partition(), 1L, Long::sum));
    List<String> missing = new ArrayList<>();
    counted.forEach(
        (partition, records) -> {
          long found = held.getOrDefault(partition, 0L);
          if (found < records) {
            missing.add(partition + ": expected at least " + records + ", found " + found);
          }
        });
    long records = counted.values().stream().mapToLong(Long::longValue).sum();
    return new CheckResult(
        unit,
        "quarantine-holds-all",
        missing.isEmpty(),
        missing.isEmpty()
            ? records + " refused records, all there with their bytes"
            : String.join("; ", missing));
  }
}
