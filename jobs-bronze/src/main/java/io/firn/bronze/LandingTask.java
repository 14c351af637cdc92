package io.firn.bronze;

import io.firn.bronze.LandingResult.EmbeddedSchema;
import io.firn.change.Envelope;
import io.firn.change.EnvelopeReader;
import io.firn.change.EnvelopeRefusal;
import io.firn.change.EnvelopeSlice;
import io.firn.change.RecordKey;
import io.firn.commit.RowFileWriter;
import io.firn.commit.TaskIdentity;
import io.firn.commit.WrittenFiles;
import io.firn.model.TopicPartition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Lands the records of one Spark task: cuts each into bronze's columns, counts it, and writes it to
 * the table's or the quarantine's files. Nothing is committed here.
 */
final class LandingTask implements FlatMapFunction<Iterator<InternalRow>, LandingResult> {
  private static final long serialVersionUID = 1L;

  private final LandingTarget target;

  LandingTask(LandingTarget target) {
    this.target = target;
  }

  @Override
  public Iterator<LandingResult> call(Iterator<InternalRow> records) throws IOException {
    if (!records.hasNext()) {
      return List.<LandingResult>of().iterator();
    }
    TaskIdentity task = TaskIdentity.current(target.landing().operationId());
    try (RowFileWriter changes =
            new RowFileWriter(
                target.changes(), SparkSchemaUtil.convert(target.changes().schema()), task);
        RowFileWriter refused =
            new RowFileWriter(
                target.quarantine(), SparkSchemaUtil.convert(target.quarantine().schema()), task)) {
      Pass pass = new Pass(target, changes, refused);
      records.forEachRemaining(pass::land);
      return List.of(
              new LandingResult(
                  WrittenFiles.ofData(changes.complete()),
                  WrittenFiles.ofData(refused.complete()),
                  List.copyOf(pass.counts.values()),
                  pass.schemas.met()))
          .iterator();
    }
  }

  /** One walk over a task's records. */
  private static final class Pass {
    private final LandingTarget target;
    private final RowFileWriter changes;
    private final RowFileWriter refused;
    private final EnvelopeReader envelopes;
    private final RecordKey keys = new RecordKey();
    private final SchemaIds schemas = new SchemaIds();
    private final Map<TopicPartition, PartitionCount> counts = new LinkedHashMap<>();
    private final Map<String, Optional<UTF8String>> tenants = new LinkedHashMap<>();
    private final UTF8String runKey;

    private Pass(LandingTarget target, RowFileWriter changes, RowFileWriter refused) {
      this.target = target;
      this.changes = changes;
      this.refused = refused;
      this.envelopes = new EnvelopeReader(target.connector());
      this.runKey = UTF8String.fromString(target.landing().runKey());
    }

    private void land(InternalRow record) {
      TopicPartition partition = RecordColumns.partition(record);
      PartitionCount count = counts.computeIfAbsent(partition, PartitionCount::new);
      count.read(RecordColumns.offset(record));
      byte[] value = RecordColumns.value(record);
      if (value == null) {
        count.countTombstone();
        return;
      }
      try {
        Optional<Envelope> envelope = envelopes.read(value);
        if (envelope.isEmpty()) {
          count.countTombstone();
          return;
        }
        UTF8String key = key(RecordColumns.key(record));
        changes.write(change(record, partition, key, envelope.get()));
        count.countWritten();
      } catch (EnvelopeRefusal refusal) {
        quarantine(record, partition, refusal);
        count.countQuarantined();
      }
    }

    private InternalRow change(
        InternalRow record, TopicPartition partition, UTF8String key, Envelope envelope) {
      Object[] columns = {
        tenants.computeIfAbsent(partition.topic(), this::tenant).orElse(null),
        key,
        UTF8String.fromString(envelope.operation().code()),
        text(envelope.before()),
        text(envelope.after()),
        text(envelope.source()),
        UTF8String.fromString(envelope.position()),
        envelope.sourceMicros(),
        UTF8String.fromString(partition.topic()),
        partition.partition(),
        RecordColumns.offset(record),
        RecordColumns.timestampMicros(record),
        RecordColumns.headers(record),
        schemaId(partition.topic(), envelope),
        runKey,
        target.landing().landedAtMicros()
      };
      return new GenericInternalRow(columns);
    }

    private void quarantine(InternalRow record, TopicPartition partition, EnvelopeRefusal refusal) {
      long offset = RecordColumns.offset(record);
      if (offset < target.quarantinedUpTo().getOrDefault(partition, 0L)) {
        return;
      }
      Object[] columns = {
        UTF8String.fromString(target.unit()),
        UTF8String.fromString(partition.topic()),
        partition.partition(),
        offset,
        RecordColumns.timestampMicros(record),
        RecordColumns.key(record),
        RecordColumns.value(record),
        RecordColumns.headers(record),
        UTF8String.fromString(refusal.reason().name()),
        UTF8String.fromString(refusal.getMessage()),
        runKey,
        target.landing().landedAtMicros()
      };
      refused.write(new GenericInternalRow(columns));
    }

    private UTF8String key(byte[] key) throws EnvelopeRefusal {
      return key == null ? null : UTF8String.fromBytes(keys.payload(key));
    }

    private UTF8String text(EnvelopeSlice slice) {
      return slice.isNone() ? null : UTF8String.fromBytes(envelopes.copy(slice));
    }

    private UTF8String schemaId(String topic, Envelope envelope) {
      return envelope.schema().isNone()
          ? null
          : UTF8String.fromString(schemas.id(topic, envelopes.copy(envelope.schema())));
    }

    private Optional<UTF8String> tenant(String topic) {
      if (!target.namesTenant()) {
        return Optional.empty();
      }
      Matcher matcher = target.topics().matcher(topic);
      return matcher.matches()
          ? Optional.ofNullable(matcher.group("tenant")).map(UTF8String::fromString)
          : Optional.empty();
    }
  }

  /** Gives schemas their ids; hashing is skipped while a topic's schema stays the same. */
  private static final class SchemaIds {
    private final Map<String, byte[]> lastByTopic = new LinkedHashMap<>();
    private final Map<String, String> lastIdByTopic = new LinkedHashMap<>();
    private final Map<String, EmbeddedSchema> met = new LinkedHashMap<>();

    String id(String topic, byte[] text) {
      if (Arrays.equals(text, lastByTopic.get(topic))) {
        return lastIdByTopic.get(topic);
      }
      String id = SchemaId.of(text);
      met.putIfAbsent(id, new EmbeddedSchema(topic, text));
      lastByTopic.put(topic, text);
      lastIdByTopic.put(topic, id);
      return id;
    }

    Map<String, EmbeddedSchema> met() {
      return new LinkedHashMap<>(met);
    }
  }

  /** Results of all tasks as one. */
  static LandingResult merge(List<LandingResult> results) {
    List<PartitionCount> counts = new ArrayList<>();
    Map<String, EmbeddedSchema> schemas = new LinkedHashMap<>();
    for (LandingResult result : results) {
      counts.addAll(result.counts());
      schemas.putAll(result.schemas());
    }
    return new LandingResult(
        WrittenFiles.merge(results.stream().map(LandingResult::changes).toList()),
        WrittenFiles.merge(results.stream().map(LandingResult::refused).toList()),
        counts,
        schemas);
  }
}
