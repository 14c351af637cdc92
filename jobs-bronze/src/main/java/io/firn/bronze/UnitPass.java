package io.firn.bronze;

import io.firn.bronze.LandingResult.Landed;
import io.firn.change.Envelope;
import io.firn.change.EnvelopeOperation;
import io.firn.change.EnvelopeReader;
import io.firn.change.EnvelopeRefusal;
import io.firn.change.EnvelopeSlice;
import io.firn.change.EventIdentity;
import io.firn.change.EventParts;
import io.firn.change.EventRecord;
import io.firn.change.Notice;
import io.firn.change.PositionOrder;
import io.firn.commit.DataFiles;
import io.firn.commit.RowFileWriter;
import io.firn.commit.TaskIdentity;
import io.firn.commit.WrittenFiles;
import io.firn.config.Connector;
import io.firn.model.Fate;
import io.firn.model.TopicPartition;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Table;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** One task's walk over the records of one unit. */
final class UnitPass implements Closeable {
  private static final byte[][] CODES =
      Arrays.stream(EnvelopeOperation.values())
          .map(operation -> ascii(operation.code()))
          .toArray(byte[][]::new);

  private final LandingTarget target;
  private final LandingStamp stamp;
  private final DataFiles<ChangeRow> changes;
  private final PartitionData day;
  private final RowFileWriter refused;
  private final EnvelopeReader envelopes;
  private final PositionOrder order;
  private final RecordForm form;
  private final SchemaIds schemas = new SchemaIds();
  private final Map<TopicPartition, Repeats> repeats;
  private final Map<TopicPartition, PartitionCount> counts = new LinkedHashMap<>();
  private final Map<String, Optional<byte[]>> tenants = new LinkedHashMap<>();
  private final Map<String, byte[]> topics = new HashMap<>();
  private final ChangeRow row = new ChangeRow();
  private PartitionCount count;

  UnitPass(LandingTarget target, Table quarantine, LandingStamp stamp, TaskIdentity task) {
    this.target = target;
    this.stamp = stamp;
    this.changes = new DataFiles<>(target.changes(), task, this::open);
    this.day = BronzeTables.partition(target.changes(), stamp.landedAtMicros());
    this.refused =
        new RowFileWriter(quarantine, SparkSchemaUtil.convert(quarantine.schema()), task);
    this.form = RecordForm.of(target, stamp.operationId());
    this.envelopes = new EnvelopeReader(target.connector());
    this.repeats = new HashMap<>(target.repeats());
    this.order = PositionOrder.of(target.connector());
    this.row.runKey = stamp.runKey().getBytes(StandardCharsets.UTF_8);
    this.row.landedAtMicros = stamp.landedAtMicros();
  }

  private DataWriter<ChangeRow> open(EncryptedOutputFile file, PartitionData where)
      throws IOException {
    Table table = target.changes();
    return Parquet.writeData(file)
        .schema(table.schema())
        .setAll(table.properties())
        .metricsConfig(MetricsConfig.forTable(table))
        .withSpec(table.spec())
        .withPartition(where)
        .createWriterFunc(ChangeRowWriter::new)
        .build();
  }

  void land(KafkaRecord record) {
    TopicPartition partition = record.partition();
    if (count == null || !count.partition().equals(partition)) {
      count = counts.computeIfAbsent(partition, this::newCount);
    }
    count.read(record.offset());
    byte[] value = record.value();
    if (value == null) {
      count.count(Fate.TOMBSTONE);
      return;
    }
    try {
      byte[] json = form.value(value);
      EventRecord read = envelopes.read(json);
      if (read instanceof Notice notice) {
        count.count(fate(notice));
        return;
      }
      if (!(read instanceof Envelope envelope)) {
        count.count(Fate.TOMBSTONE);
        return;
      }
      byte[] key = record.key() == null ? null : form.key(record.key());
      String mark = envelope.position().sortable();
      if (standing(partition).held().contains(record.offset())) {
        count.positions().see(mark, envelope.operation());
        count.count(Fate.DUPLICATE);
        return;
      }
      if (isRepeat(record, key, mark, envelope)) {
        count.count(Fate.DUPLICATE);
        return;
      }
      String position = order.position(count.positions().eraPrefix(), record.offset(), mark);
      fill(record, key, ascii(position), envelope, json);
      changes.write(day, row);
      count.count(Fate.WRITTEN);
    } catch (EnvelopeRefusal refusal) {
      quarantine(record, refusal);
      count.refuse(refusal);
    }
  }

  private Standing standing(TopicPartition partition) {
    return target.standings().getOrDefault(partition, Standing.NONE);
  }

  private static Fate fate(Notice notice) {
    return switch (notice) {
      case HEARTBEAT -> Fate.HEARTBEAT;
      case TRANSACTION -> Fate.TRANSACTION;
      case SCHEMA_CHANGE -> Fate.SCHEMA_CHANGE;
    };
  }

  private PartitionCount newCount(TopicPartition partition) {
    boolean named = EventIdentity.namedByPosition(target.connector());
    Standing before = standing(partition);
    return new PartitionCount(
        partition,
        order == PositionOrder.DELIVERY
            ? PositionTrack.ofDeliveries(before.era(), before.greatest())
            : new PositionTrack(named, before.era(), before.greatest()));
  }

  /** Watches the change's position; tells whether the change was there before. */
  private boolean isRepeat(KafkaRecord record, byte[] key, String mark, Envelope envelope) {
    EnvelopeOperation operation = envelope.operation();
    if (order == PositionOrder.DELIVERY) {
      return operation != EnvelopeOperation.READ && isDeliveredAgain(record, key, mark, envelope);
    }
    boolean repeat = false;
    if (operation != EnvelopeOperation.READ && repeats.containsKey(record.partition())) {
      repeat = isRepeat(record, key != null, identity(key, mark, envelope), mark);
    }
    count.positions().see(mark, operation);
    return repeat;
  }

  private boolean isDeliveredAgain(KafkaRecord record, byte[] key, String mark, Envelope envelope) {
    boolean named = envelope.position().namesEvent();
    count.positions().seeDelivery(mark, named, Arrays.hashCode(key));
    Repeats known = repeats.get(record.partition());
    return known != null
        && known.isDeliveredAgain(mark, named, () -> identity(key, mark, envelope));
  }

  private boolean isRepeat(
      KafkaRecord record, boolean keyed, EventIdentity event, String position) {
    Repeats known = repeats.get(record.partition());
    if (!known.concerns(position)) {
      return false;
    }
    PositionTrack positions = count.positions();
    boolean below = positions.isBelow(position);
    // Without a key, several rows that the source wrote down together have nothing to name them by.
    boolean goesBack = below || keyed && positions.goesBack(position);
    if (known.isRepeat(event, goesBack || keyed && known.standsAnywhere())) {
      return true;
    }
    if (below) {
      // A connector does not send late what it did not send in time: the source's log counts anew.
      // Taken for late, all that follows would lose against what is older.
      if (standing(record.partition()).mayRestart()) {
        positions.beginEra();
        repeats.put(record.partition(), Repeats.ofNewEra(event));
      } else {
        positions.straggles(record.offset(), position);
      }
    }
    return false;
  }

  private EventIdentity identity(byte[] key, String mark, Envelope envelope) {
    return EventIdentity.of(
        target.connector(),
        mark,
        new EventParts(
            envelope.operation().code(),
            key,
            image(envelope.before()),
            image(envelope.after()),
            bytes(envelope.patch())));
  }

  private byte[] image(EnvelopeSlice slice) {
    return slice.isNone() ? null : envelopes.image(slice);
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

  private void fill(
      KafkaRecord record, byte[] key, byte[] position, Envelope envelope, byte[] json) {
    String topic = record.partition().topic();
    row.tenant = tenants.computeIfAbsent(topic, this::tenant).orElse(null);
    row.key = key;
    row.operation = CODES[envelope.operation().ordinal()];
    putImage(row.before, envelope.before(), json);
    putImage(row.after, envelope.after(), json);
    put(row.source, envelope.source(), json);
    row.position = position;
    row.sourceMicros = envelope.sourceMicros();
    row.topic = topics.computeIfAbsent(topic, UnitPass::utf8);
    row.partition = record.partition().partition();
    row.offset = record.offset();
    row.kafkaMicros = record.timestampMicros();
    row.headers = record.headers();
    row.schemaId = schemaId(topic, envelope);
    put(row.patch, envelope.patch(), json);
  }

  private void putImage(ChangeRow.Text column, EnvelopeSlice slice, byte[] json) {
    if (target.connector() == Connector.MONGODB && !slice.isNone()) {
      column.set(envelopes.image(slice));
    } else {
      put(column, slice, json);
    }
  }

  private static void put(ChangeRow.Text column, EnvelopeSlice slice, byte[] json) {
    if (slice.isNone()) {
      column.clear();
    } else {
      column.set(json, slice.start(), slice.length());
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void quarantine(KafkaRecord record, EnvelopeRefusal refusal) {
    Standing before = standing(record.partition());
    if (before.refused().contains(record.offset()) || before.held().contains(record.offset())) {
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
      UTF8String.fromBytes(row.runKey),
      stamp.landedAtMicros(),
      count.positions().era()
    };
    refused.write(new GenericInternalRow(columns));
  }

  private byte[] schemaId(String topic, Envelope envelope) {
    byte[] schema = form.schema().orElseGet(() -> bytes(envelope.schema()));
    return schema == null ? null : schemas.id(topic, schema);
  }

  private Optional<byte[]> tenant(String topic) {
    if (!target.namesTenant()) {
      return Optional.empty();
    }
    Matcher matcher = target.topics().matcher(topic);
    return matcher.matches()
        ? Optional.ofNullable(matcher.group("tenant")).map(UnitPass::utf8)
        : Optional.empty();
  }
}
