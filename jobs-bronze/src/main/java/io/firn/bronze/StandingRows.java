package io.firn.bronze;

import io.firn.bronze.QuarantineLog.Entry;
import io.firn.bronze.QuarantineLog.Landed;
import io.firn.model.Era;
import io.firn.model.TopicPartition;
import io.firn.model.UnitName;
import io.firn.run.JobContext;
import io.firn.table.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Which of the rows that log entries speak of bronze holds. Asked by run: every row carries its
 * run's start, by which files are partitioned and bounded, so that only the files of those runs are
 * opened, however large the table is.
 */
final class StandingRows {
  private record Row(QuarantineKey key, Landed landed) {}

  private final JobContext context;

  StandingRows(JobContext context) {
    this.context = context;
  }

  /** Tells of an entry whether its row is there; answers for {@code retried} and no others. */
  Predicate<Entry> among(Collection<Entry> retried) {
    Map<UnitName, Set<Row>> asked = new TreeMap<>();
    retried.forEach(
        entry ->
            row(entry)
                .ifPresent(
                    row ->
                        asked
                            .computeIfAbsent(entry.key().unit(), none -> new HashSet<>())
                            .add(row)));
    Set<Row> held = new HashSet<>();
    asked.forEach(
        (unit, rows) ->
            Tables.load(context.catalog(), unit.tableName())
                .ifPresent(table -> held.addAll(held(unit, table, rows))));
    return entry -> row(entry).filter(held::contains).isPresent();
  }

  private static Optional<Row> row(Entry entry) {
    return entry.landed().map(landed -> new Row(entry.key(), landed));
  }

  private static Set<Row> held(UnitName unit, Table table, Set<Row> asked) {
    Object[] starts =
        asked.stream().map(row -> QuarantineLog.micros(row.landed().at())).distinct().toArray();
    Set<Row> held = new HashSet<>();
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table)
            .select("topic", "partition", "offset", "position", "run_key", "landed_at")
            .where(Expressions.in("landed_at", starts))
            .build()) {
      for (Record record : rows) {
        Row row = row(unit, record);
        if (asked.contains(row)) {
          held.add(row);
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + table.name(), failed);
    }
    return held;
  }

  private static Row row(UnitName unit, Record record) {
    RecordPlace place =
        new RecordPlace(
            new TopicPartition(
                (String) record.getField("topic"), (Integer) record.getField("partition")),
            (Long) record.getField("offset"));
    return new Row(
        new QuarantineKey(unit, place, Era.of((String) record.getField("position"))),
        new Landed(
            (String) record.getField("run_key"),
            ((OffsetDateTime) record.getField("landed_at")).toInstant()));
  }
}
