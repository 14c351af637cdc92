package io.firn.bronze;

import io.firn.bronze.QuarantinedRecord.Action;
import io.firn.commit.RowFileWriter;
import io.firn.commit.TableCommit;
import io.firn.commit.TaskIdentity;
import io.firn.commit.WrittenFiles;
import io.firn.config.Pipeline;
import io.firn.model.TopicPartition;
import io.firn.model.UnitName;
import io.firn.run.JobContext;
import io.firn.table.TableSpec;
import io.firn.table.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What was done about refused records ({@code bronze.__quarantine_log}). Its rows are facts, added
 * and never changed; an entry that stands there twice says what it says once.
 */
final class QuarantineLog {
  private static final Schema COLUMNS =
      new Schema(
          Types.NestedField.required(1, "unit", Types.StringType.get()),
          Types.NestedField.required(2, "topic", Types.StringType.get()),
          Types.NestedField.required(3, "partition", Types.IntegerType.get()),
          Types.NestedField.required(4, "offset", Types.LongType.get()),
          Types.NestedField.required(5, "era", Types.IntegerType.get()),
          Types.NestedField.required(6, "action", Types.StringType.get()),
          Types.NestedField.optional(7, "reason", Types.StringType.get()),
          Types.NestedField.optional(8, "detail", Types.StringType.get()),
          Types.NestedField.required(9, "by", Types.StringType.get()),
          Types.NestedField.required(10, "run_key", Types.StringType.get()),
          Types.NestedField.required(11, "at", Types.TimestampType.withZone()),
          Types.NestedField.optional(12, "landed_run_key", Types.StringType.get()),
          Types.NestedField.optional(13, "landed_at", Types.TimestampType.withZone()));

  private final JobContext context;

  QuarantineLog(JobContext context) {
    this.context = context;
  }

  /**
   * One thing done about one record.
   *
   * @param why of a refusal its reason and message; of a discarding the person's reason and nothing
   * @param landed of a retried record the stamp on its bronze row
   */
  record Entry(QuarantineKey key, Action action, Why why, Asked asked, Optional<Landed> landed) {}

  /** Texts of an entry; empty where there is nothing to say. */
  record Why(String reason, String detail) {
    static final Why NOTHING = new Why("", "");
  }

  /**
   * @param by the user of the operating system
   */
  record Asked(String by, String runKey, Instant at) {}

  /** The stamp of a run on its bronze rows. */
  record Landed(String runKey, Instant at) {}

  static TableSpec spec() {
    return new TableSpec(
        Pipeline.quarantineLog(), COLUMNS, PartitionSpec.unpartitioned(), Map.of());
  }

  /** Entries of {@code units}, those of a record in the order in which they were made. */
  Map<QuarantineKey, List<Entry>> read(Collection<UnitName> units) {
    Optional<Table> table = Tables.load(context.catalog(), Pipeline.quarantineLog());
    Map<QuarantineKey, List<Entry>> entries = new HashMap<>();
    if (table.isEmpty()) {
      return entries;
    }
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table.get())
            .where(Expressions.in("unit", units.stream().map(UnitName::toString).toArray()))
            .build()) {
      for (Record row : rows) {
        Entry entry = entry(row);
        entries.computeIfAbsent(entry.key(), none -> new ArrayList<>()).add(entry);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + table.get().name(), failed);
    }
    entries.values().forEach(found -> found.sort(Comparator.comparing(e -> e.asked().at())));
    return entries;
  }

  private static Entry entry(Record row) {
    RecordPlace place =
        new RecordPlace(
            new TopicPartition((String) row.getField("topic"), (Integer) row.getField("partition")),
            (Long) row.getField("offset"));
    return new Entry(
        new QuarantineKey(
            UnitName.parse((String) row.getField("unit")), place, (Integer) row.getField("era")),
        Action.valueOf((String) row.getField("action")),
        new Why(text(row, "reason"), text(row, "detail")),
        new Asked(text(row, "by"), text(row, "run_key"), instant(row, "at")),
        row.getField("landed_at") == null
            ? Optional.empty()
            : Optional.of(new Landed(text(row, "landed_run_key"), instant(row, "landed_at"))));
  }

  private static String text(Record row, String column) {
    Object text = row.getField(column);
    return text == null ? "" : (String) text;
  }

  private static Instant instant(Record row, String column) {
    return ((OffsetDateTime) row.getField(column)).toInstant();
  }

  /** Adds {@code entries} in one commit. */
  void add(List<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    Table table = Tables.loadOrCreate(context.catalog(), spec());
    TaskIdentity task = new TaskIdentity(TaskIdentity.operation(context.runKey()), 0, 0);
    try (RowFileWriter writer =
        new RowFileWriter(table, SparkSchemaUtil.convert(table.schema()), task)) {
      entries.forEach(entry -> writer.write(new GenericInternalRow(columns(entry))));
      TableCommit.appendFacts(table, WrittenFiles.ofData(writer.complete()));
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write " + table.name(), failed);
    }
  }

  private static Object[] columns(Entry entry) {
    RecordPlace place = entry.key().place();
    return new Object[] {
      text(entry.key().unit().toString()),
      text(place.partition().topic()),
      place.partition().partition(),
      place.offset(),
      entry.key().era(),
      text(entry.action().name()),
      orNull(entry.why().reason()),
      orNull(entry.why().detail()),
      text(entry.asked().by()),
      text(entry.asked().runKey()),
      micros(entry.asked().at()),
      entry.landed().map(landed -> text(landed.runKey())).orElse(null),
      entry.landed().map(landed -> micros(landed.at())).orElse(null)
    };
  }

  private static UTF8String text(String text) {
    return UTF8String.fromString(text);
  }

  private static UTF8String orNull(String text) {
    return text.isEmpty() ? null : UTF8String.fromString(text);
  }

  /** Microseconds since 1970. */
  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
