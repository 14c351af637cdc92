package io.firn.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.encryption.EncryptedFiles;
import org.apache.iceberg.encryption.EncryptionKeyMetadata;
import org.apache.iceberg.inmemory.InMemoryOutputFile;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.DateTimeUtil;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** What landing writes of a change, Iceberg's own reader reads, to the byte. */
class ChangeRowWriterTest {
  private static final int ROWS = 2_000;

  /** Bronze's columns and one that somebody added. */
  private static final Schema COLUMNS = withNote();

  private Random random;
  private List<byte[]> tenants;
  private List<ArrayData> headers;

  @Property(tries = 5)
  void everyRowIsReadAsItWasWritten(@ForAll long seed) throws IOException {
    random = new Random(seed);
    tenants = texts(3);
    headers = new ArrayList<>(List.of(new GenericArrayData(new Object[0])));
    for (int i = 0; i < 20; i++) {
      headers.add(someHeaders());
    }
    InMemoryOutputFile file = new InMemoryOutputFile();
    List<List<Object>> written = new ArrayList<>();
    try (DataWriter<ChangeRow> writer = writer(file)) {
      ChangeRow row = new ChangeRow();
      for (int i = 0; i < ROWS; i++) {
        fill(row);
        written.add(values(row));
        writer.write(row);
      }
    }

    assertThat(read(file)).containsExactlyElementsOf(written);
  }

  private static DataWriter<ChangeRow> writer(InMemoryOutputFile file) throws IOException {
    return Parquet.writeData(EncryptedFiles.encryptedOutput(file, EncryptionKeyMetadata.EMPTY))
        .schema(COLUMNS)
        .setAll(Map.of("write.parquet.page-row-limit", "700"))
        .withSpec(PartitionSpec.unpartitioned())
        .createWriterFunc(ChangeRowWriter::new)
        .build();
  }

  private static List<List<Object>> read(InMemoryOutputFile file) throws IOException {
    List<List<Object>> rows = new ArrayList<>();
    try (CloseableIterable<Record> records =
        Parquet.read(file.toInputFile())
            .project(COLUMNS)
            .createReaderFunc(type -> GenericParquetReaders.buildReader(COLUMNS, type))
            .build()) {
      for (Record record : records) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < record.size(); i++) {
          values.add(plain(record.get(i)));
        }
        rows.add(values);
      }
    }
    return rows;
  }

  private static Object plain(Object value) {
    if (value instanceof Record header) {
      return Arrays.asList(header.get(0), header.get(1));
    }
    return value instanceof List<?> list
        ? list.stream().map(ChangeRowWriterTest::plain).toList()
        : value;
  }

  /** Texts of the record are lent: the next row overwrites them. */
  private void fill(ChangeRow row) {
    row.tenant = random.nextInt(5) == 0 ? null : pick(tenants);
    row.key = random.nextInt(5) == 0 ? null : text();
    row.operation = pick(tenants);
    byte[] record = new byte[200];
    random.nextBytes(record);
    for (int i = 0; i < record.length; i++) {
      record[i] = (byte) ('a' + (record[i] & 15));
    }
    for (ChangeRow.Text column : List.of(row.before, row.after, row.patch)) {
      if (random.nextInt(3) == 0) {
        column.clear();
      } else {
        int start = random.nextInt(record.length);
        column.set(record, start, random.nextInt(record.length - start));
      }
    }
    row.source.set(record, 1, 50);
    row.position = text();
    row.sourceMicros = random.nextLong() >> 12;
    row.topic = pick(tenants);
    row.partition = random.nextInt();
    row.offset = random.nextLong();
    row.kafkaMicros = random.nextLong() >> 12;
    row.headers = random.nextInt(4) == 0 ? null : pick(headers);
    row.schemaId = random.nextBoolean() ? null : pick(tenants);
    row.runKey = tenants.get(0);
    row.landedAtMicros = 1_774_743_000_123_456L;
  }

  private static List<Object> values(ChangeRow row) {
    return Arrays.asList(
        utf8(row.tenant),
        utf8(row.key),
        utf8(row.operation),
        utf8(row.before),
        utf8(row.after),
        utf8(row.source),
        utf8(row.position),
        DateTimeUtil.timestamptzFromMicros(row.sourceMicros),
        utf8(row.topic),
        row.partition,
        row.offset,
        DateTimeUtil.timestamptzFromMicros(row.kafkaMicros),
        headers(row.headers),
        utf8(row.schemaId),
        utf8(row.runKey),
        DateTimeUtil.timestamptzFromMicros(row.landedAtMicros),
        utf8(row.patch),
        null);
  }

  private static Object headers(ArrayData headers) {
    if (headers == null) {
      return null;
    }
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < headers.numElements(); i++) {
      var header = headers.getStruct(i, 2);
      all.add(
          Arrays.asList(
              header.getUTF8String(0).toString(),
              header.isNullAt(1) ? null : ByteBuffer.wrap(header.getBinary(1))));
    }
    return all;
  }

  private ArrayData someHeaders() {
    Object[] structs = new Object[1 + random.nextInt(4)];
    for (int i = 0; i < structs.length; i++) {
      structs[i] =
          new GenericInternalRow(
              new Object[] {
                UTF8String.fromBytes(pick(tenants)), random.nextInt(3) == 0 ? null : text()
              });
    }
    return new GenericArrayData(structs);
  }

  private List<byte[]> texts(int count) {
    List<byte[]> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(text());
    }
    return texts;
  }

  private byte[] text() {
    return ("größe-" + random.nextInt(1000)).getBytes(StandardCharsets.UTF_8);
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static String utf8(byte[] text) {
    return text == null ? null : new String(text, StandardCharsets.UTF_8);
  }

  private static String utf8(ChangeRow.Text text) {
    return text.bytes == null
        ? null
        : new String(text.bytes, text.start, text.length, StandardCharsets.UTF_8);
  }

  private static Schema withNote() {
    List<Types.NestedField> columns = new ArrayList<>(BronzeTables.CHANGES.columns());
    columns.add(Types.NestedField.optional(200, "note", Types.StringType.get()));
    return new Schema(columns);
  }
}
