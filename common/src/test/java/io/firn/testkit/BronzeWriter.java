package io.firn.testkit;

import io.firn.config.Pipeline;
import io.firn.model.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.encryption.EncryptedFiles;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.types.Types;

/**
 * Appends rows to a bronze table the way other engines write Iceberg, so that silver is tested
 * against the layout and not against the landing's code.
 */
public final class BronzeWriter {
  private static final OffsetDateTime LANDED_AT = TestLake.STARTED.atOffset(ZoneOffset.UTC);
  private static final Types.StructType HEADER =
      Types.StructType.of(
          Types.NestedField.required(102, "key", Types.StringType.get()),
          Types.NestedField.optional(103, "value", Types.BinaryType.get()));
  private static final Schema CHANGES =
      new Schema(
          Types.NestedField.optional(1, "tenant", Types.StringType.get()),
          Types.NestedField.optional(2, "key", Types.StringType.get()),
          Types.NestedField.required(3, "op", Types.StringType.get()),
          Types.NestedField.optional(4, "before", Types.StringType.get()),
          Types.NestedField.optional(5, "after", Types.StringType.get()),
          Types.NestedField.required(6, "source", Types.StringType.get()),
          Types.NestedField.required(7, "position", Types.StringType.get()),
          Types.NestedField.required(8, "source_ts", Types.TimestampType.withZone()),
          Types.NestedField.required(9, "topic", Types.StringType.get()),
          Types.NestedField.required(10, "partition", Types.IntegerType.get()),
          Types.NestedField.required(11, "offset", Types.LongType.get()),
          Types.NestedField.required(12, "kafka_ts", Types.TimestampType.withZone()),
          Types.NestedField.optional(13, "headers", Types.ListType.ofOptional(101, HEADER)),
          Types.NestedField.optional(14, "schema_id", Types.StringType.get()),
          Types.NestedField.required(15, "run_key", Types.StringType.get()),
          Types.NestedField.required(16, "landed_at", Types.TimestampType.withZone()));
  private static final Schema SCHEMAS =
      new Schema(
          Types.NestedField.required(1, "schema_id", Types.StringType.get()),
          Types.NestedField.required(2, "schema", Types.StringType.get()),
          Types.NestedField.required(3, "topic", Types.StringType.get()),
          Types.NestedField.required(4, "landed_at", Types.TimestampType.withZone()));

  private final TestLake lake;
  private final TableName name;

  public BronzeWriter(TestLake lake) {
    this.lake = lake;
    this.name = new TableName("bronze", "orders");
  }

  /** The bronze table, created when it does not exist. */
  public Table table() {
    return lake.create(name, CHANGES, PartitionSpec.unpartitioned());
  }

  /** Appends {@code rows} as one snapshot and keeps the schemas that they name. */
  public void append(List<BronzeRow> rows) {
    append(rows, Map.of());
  }

  /** The same, with entries for the snapshot's summary. */
  public void append(List<BronzeRow> rows, Map<String, String> summary) {
    TreeMap<String, BronzeRow> schemas = new TreeMap<>();
    rows.forEach(row -> row.schemaId().ifPresent(id -> schemas.putIfAbsent(id, row)));
    if (!schemas.isEmpty()) {
      Table kept = lake.create(Pipeline.schemas(), SCHEMAS, PartitionSpec.unpartitioned());
      append(kept, schemas.entrySet().stream().map(BronzeWriter::schemaRecord).toList());
    }
    AppendFiles append = table().newAppend();
    summary.forEach(append::set);
    append
        .appendFile(write(table(), rows.stream().map(BronzeWriter::changeRecord).toList()))
        .commit();
  }

  private static Record schemaRecord(Map.Entry<String, BronzeRow> schema) {
    return GenericRecord.create(SCHEMAS)
        .copy(
            Map.of(
                "schema_id",
                schema.getKey(),
                "schema",
                schema.getValue().schema().orElseThrow(),
                "topic",
                schema.getValue().event().topic(),
                "landed_at",
                // By the clock, as the snapshots of the table are: see what came after one.
                OffsetDateTime.now(ZoneOffset.UTC)));
  }

  private static Record changeRecord(BronzeRow row) {
    Record change = GenericRecord.create(CHANGES);
    change.setField("tenant", row.event().tenant());
    change.setField("key", row.event().keyJson());
    change.setField("op", row.op());
    change.setField("before", row.before().orElse(null));
    change.setField("after", row.after().orElse(null));
    change.setField("source", "{}");
    change.setField("position", row.position());
    change.setField(
        "source_ts", Instant.ofEpochMilli(row.event().millis()).atOffset(ZoneOffset.UTC));
    change.setField("topic", row.event().topic());
    change.setField("partition", row.partition());
    change.setField("offset", row.offset());
    change.setField("kafka_ts", LANDED_AT);
    change.setField("headers", headers(row.event().headers()));
    change.setField("schema_id", row.schemaId().orElse(null));
    change.setField("run_key", "landing");
    change.setField("landed_at", LANDED_AT);
    return change;
  }

  private static List<Record> headers(Map<String, String> headers) {
    List<Record> records = new ArrayList<>();
    headers.forEach(
        (name, value) -> {
          Record header = GenericRecord.create(HEADER);
          header.setField("key", name);
          header.setField("value", ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
          records.add(header);
        });
    return records.isEmpty() ? null : records;
  }

  /** Appends {@code records} to an unpartitioned table as one snapshot. */
  public static void append(Table table, List<Record> records) {
    table.newAppend().appendFile(write(table, records)).commit();
  }

  /** A data file of an unpartitioned table that no snapshot refers to yet. */
  public static DataFile write(Table table, List<Record> records) {
    OutputFile file =
        table.io().newOutputFile(table.location() + "/data/" + UUID.randomUUID() + ".parquet");
    DataWriter<Record> writer =
        new GenericFileWriterFactory.Builder(table)
            .dataFileFormat(FileFormat.PARQUET)
            .build()
            .newDataWriter(EncryptedFiles.plainAsEncryptedOutput(file), table.spec(), null);
    try (writer) {
      records.forEach(writer::write);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return writer.toDataFile();
  }
}
