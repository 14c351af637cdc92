package io.firn.bronze;

import io.firn.bronze.QuarantineLog.Entry;
import io.firn.bronze.QuarantinedRecord.Action;
import io.firn.bronze.QuarantinedRecord.Refused;
import io.firn.config.Pipeline;
import io.firn.model.TopicPartition;
import io.firn.model.UnitName;
import io.firn.run.JobContext;
import io.firn.table.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Refused records and what became of them, read on the driver without Spark: without their bytes a
 * million of them are small.
 */
final class QuarantineStore {
  private static final String[] WITHOUT_BYTES = {
    "unit",
    "topic",
    "partition",
    "offset",
    "era",
    "kafka_ts",
    "reason",
    "detail",
    "run_key",
    "landed_at"
  };

  private final JobContext context;
  private final Map<UnitName, Tenants> tenants = new HashMap<>();

  /** The same few texts stand in very many rows. */
  private final Map<Object, Object> once = new HashMap<>();

  QuarantineStore(JobContext context) {
    this.context = context;
  }

  /** Those that {@code filter} means, resolved ones too, by unit and place. */
  List<QuarantinedRecord> records(QuarantineFilter filter) {
    Map<QuarantineKey, QuarantinedRecord> met = new HashMap<>();
    table().ifPresent(table -> collect(table, filter, met));
    if (met.isEmpty()) {
      return List.of();
    }
    Map<QuarantineKey, List<Entry>> log = new QuarantineLog(context).read(filter.units());
    log.keySet().retainAll(met.keySet());
    Predicate<Entry> stands =
        new StandingRows(context)
            .among(
                log.values().stream()
                    .flatMap(List::stream)
                    .filter(entry -> entry.action() == Action.RETRIED)
                    .toList());
    return met.values().stream()
        .map(
            record ->
                QuarantineHistory.after(record, log.getOrDefault(record.key(), List.of()), stands))
        .filter(filter::matches)
        .sorted(QuarantinedRecord.ORDER)
        .toList();
  }

  private Optional<Table> table() {
    return Tables.load(context.catalog(), Pipeline.quarantine());
  }

  private void collect(
      Table table, QuarantineFilter filter, Map<QuarantineKey, QuarantinedRecord> met) {
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table).select(WITHOUT_BYTES).where(expression(filter)).build()) {
      for (Record row : rows) {
        QuarantinedRecord record = record(row);
        met.merge(record.key(), record, QuarantineStore::earlier);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + table.name(), failed);
    }
  }

  private static Expression expression(QuarantineFilter filter) {
    Expression units =
        Expressions.in("unit", filter.units().stream().map(UnitName::toString).toArray());
    Set<String> topics = filter.onlyTopics();
    return topics.isEmpty()
        ? units
        : Expressions.and(units, Expressions.in("topic", topics.toArray()));
  }

  private static QuarantinedRecord earlier(QuarantinedRecord one, QuarantinedRecord other) {
    return one.refused().firstSeen().isAfter(other.refused().firstSeen()) ? other : one;
  }

  private QuarantinedRecord record(Record row) {
    UnitName unit = once(UnitName.parse((String) row.getField("unit")));
    TopicPartition partition =
        once(
            new TopicPartition(
                (String) row.getField("topic"), (Integer) row.getField("partition")));
    return new QuarantinedRecord(
        unit,
        new RecordPlace(partition, (Long) row.getField("offset")),
        (Integer) row.getField("era"),
        tenants(unit).flatMap(known -> known.of(partition.topic())),
        instant(row, "kafka_ts"),
        new Refused(
            once((String) row.getField("reason")),
            once((String) row.getField("detail")),
            once((String) row.getField("run_key")),
            once(instant(row, "landed_at"))),
        Optional.empty());
  }

  @SuppressWarnings("unchecked") // the map gives back a value that equals the one it is given
  private <T> T once(T value) {
    return (T) once.computeIfAbsent(value, same -> same);
  }

  private Optional<Tenants> tenants(UnitName unit) {
    return context
        .pipeline()
        .bronze(unit.table())
        .map(table -> tenants.computeIfAbsent(unit, none -> new Tenants(table)));
  }

  private static Instant instant(Record row, String column) {
    return ((OffsetDateTime) row.getField(column)).toInstant();
  }

  /**
   * The record's own bytes.
   *
   * @throws IllegalStateException when the record is not of this quarantine
   */
  RecordContent content(QuarantinedRecord record) {
    TopicPartition partition = record.place().partition();
    Expression here =
        Expressions.and(
            Expressions.equal("unit", record.unit().toString()),
            Expressions.equal("topic", partition.topic()),
            Expressions.equal("partition", partition.partition()),
            Expressions.equal("offset", record.place().offset()));
    Table table = table().orElseThrow();
    try (CloseableIterable<Record> rows = IcebergGenerics.read(table).where(here).build()) {
      for (Record row : rows) {
        if (record.era() == (Integer) row.getField("era")) {
          return content(row);
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + table.name(), failed);
    }
    throw new IllegalStateException(record.place() + " is not in " + table.name());
  }

  private static RecordContent content(Record row) {
    List<RecordContent.Header> headers = new ArrayList<>();
    if (row.getField("headers") instanceof List<?> found) {
      for (Object header : found) {
        Record fields = (Record) header;
        headers.add(
            new RecordContent.Header(
                (String) fields.getField("key"), bytes(fields.getField("value"))));
      }
    }
    return new RecordContent(bytes(row.getField("key")), bytes(row.getField("value")), headers);
  }

  private static Optional<byte[]> bytes(Object value) {
    if (value == null) {
      return Optional.empty();
    }
    byte[] copy = new byte[((ByteBuffer) value).remaining()];
    ((ByteBuffer) value).duplicate().get(copy);
    return Optional.of(copy);
  }
}
