package io.firn.bronze;

import io.firn.bronze.LandingResult.Landed;
import io.firn.change.Envelope;
import io.firn.change.EnvelopeOperation;
import io.firn.change.EnvelopeReader;
import io.firn.change.EnvelopeRefusal;
import io.firn.change.EnvelopeSlice;
import io.firn.change.EventIdentity;
import io.firn.change.RecordKey;
import io.firn.commit.RowFileWriter;
import io.firn.commit.TaskIdentity;
import io.firn.commit.WrittenFiles;
import io.firn.model.TopicPartition;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** One task's walk over the records of one unit. */
final class UnitPass implements Closeable {
  private static final UTF8String[] CODES =
      Arrays.stream(EnvelopeOperation.values())
          .map(operation -> UTF8String.fromString(operation.code()))
          .toArray(UTF8String[]::new);

  private final LandingTarget target;
  private final LandingStamp stamp;
  private final RowFileWriter changes;
  private final RowFileWriter refused;
  private final EnvelopeReader envelopes;
  private final RecordKey keys = new RecordKey();
  private final SchemaIds schemas = new SchemaIds();
  private final Map<TopicPartition, PartitionCount> counts = new LinkedHashMap<>();
  private final Map<String, Optional<UTF8String>> tenants = new LinkedHashMap<>();
  private final Map<String, UTF8String> topics = new HashMap<>();
  private final UTF8String runKey;
  private PartitionCount count;

  UnitPass(LandingTarget target, Table quarantine, LandingStamp stamp, TaskIdentity task) {
    this.target = target;
    this.stamp = stamp;
    this.changes = writer(target.changes(), task);
    this.refused = writer(quarantine, task);
    this.envelopes = new EnvelopeReader(target.connector());
    this.runKey = UTF8String.fromString(stamp.runKey());
  }

  private static RowFileWriter writer(Table table, TaskIdentity task) {
    return new RowFileWriter(table, SparkSchemaUtil.convert(table.schema()), task);
  }

  void land(KafkaRecord record) {
    TopicPartition partition = record.partition();
    if (count == null || !count.partition().equals(partition)) {
      count = counts.computeIfAbsent(partition, this::newCount);
    }
    count.read(record.offset());
    byte[] value = record.value();
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
      UTF8String key = key(record.key());
      boolean repeat = isRepeat(partition, key, envelope.get());
      count.positions().see(envelope.get().position(), envelope.get().operation());
      if (repeat) {
        count.countDuplicate();
        return;
      }
      changes.write(change(record, key, envelope.get()));
      count.countWritten();
    } catch (EnvelopeRefusal refusal) {
      quarantine(record, refusal);
      count.countQuarantined();
    }
  }

  private PartitionCount newCount(TopicPartition partition) {
    boolean named = EventIdentity.namedByPosition(target.connector());
    return new PartitionCount(
        partition, new PositionTrack(named, Optional.ofNullable(target.highs().get(partition))));
  }

  private boolean isRepeat(TopicPartition partition, UTF8String key, Envelope envelope) {
    Repeats repeats = target.repeats().get(partition);
    if (repeats == null
        || envelope.operation() == EnvelopeOperation.READ
        || !repeats.concerns(envelope.position())) {
      return false;
    }
    EventIdentity event =
        EventIdentity.of(
            envelope.position(),
            envelope.operation().code(),
            key == null ? null : key.getBytes(),
            bytes(envelope.before()),
            bytes(envelope.after()));
    return repeats.isRepeat(event, count.positions().goesBack(envelope.position()));
  }

  private byte[] bytes(EnvelopeSlice slice) {
    return slice.isNone() ? null : envelopes.copy(slice);
  }

  /** Closes the open files; the next record opens new ones. */
  void suspend() {
    changes.complete();
    refused.complete();
  }

  /** What was done. */
  Landed landed() {
    return new Landed(
        WrittenFiles.ofData(changes.complete()),
        WrittenFiles.ofData(refused.complete()),
        List.copyOf(counts.values()),
        schemas.met());
  }

  @Override
  public void close() throws IOException {
    try (refused) {
      changes.close();
    }
  }

  private InternalRow change(KafkaRecord record, UTF8String key, Envelope envelope) {
    String topic = record.partition().topic();
    Object[] columns = {
      tenants.computeIfAbsent(topic, this::tenant).orElse(null),
      key,
      code(envelope.operation()),
      text(envelope.before()),
      text(envelope.after()),
      text(envelope.source()),
      UTF8String.fromString(envelope.position()),
      envelope.sourceMicros(),
      topics.computeIfAbsent(topic, UTF8String::fromString),
      record.partition().partition(),
      record.offset(),
      record.timestampMicros(),
      record.headers(),
      schemaId(topic, envelope),
      runKey,
      stamp.landedAtMicros()
    };
    return new GenericInternalRow(columns);
  }

  private static UTF8String code(EnvelopeOperation operation) {
    return CODES[operation.ordinal()];
  }

  private void quarantine(KafkaRecord record, EnvelopeRefusal refusal) {
    if (record.offset() < target.quarantinedUpTo().getOrDefault(record.partition(), 0L)) {
      return;
    }
    Object[] columns = {
      UTF8String.fromString(target.unit()),
      UTF8String.fromString(record.partition().topic()),
      record.partition().partition(),
      record.offset(),
      record.timestampMicros(),
      record.key(),
      record.value(),
      record.headers(),
      UTF8String.fromString(refusal.reason().name()),
      UTF8String.fromString(refusal.getMessage()),
      runKey,
      stamp.landedAtMicros()
    };
    refused.write(new GenericInternalRow(columns));
  }

  private UTF8String key(byte[] key) throws EnvelopeRefusal {
    return key == null ? null : UTF8String.fromBytes(keys.payload(key));
  }

  private UTF8String text(EnvelopeSlice slice) {
    return UTF8String.fromBytes(bytes(slice));
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
