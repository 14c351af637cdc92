package io.firn.bronze;

import io.firn.bronze.ChangeRow.Text;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnDescriptor;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnWriter;
import org.apache.iceberg.shaded.org.apache.parquet.io.api.Binary;

/** Takes one column's value out of each row. */
@FunctionalInterface
interface ColumnSink {
  void write(ChangeRow row);

  /** Of a column without parts. */
  static ColumnSink of(String name, ColumnDescriptor column, ColumnWriter writer) {
    int present = column.getMaxDefinitionLevel();
    return switch (name) {
      case "tenant" -> repeating(row -> row.tenant, writer, present);
      case "key" -> bytes(row -> row.key, writer, present);
      case "op" -> repeating(row -> row.operation, writer, present);
      case "before" -> text(row -> row.before, writer, present);
      case "after" -> text(row -> row.after, writer, present);
      case "source" -> text(row -> row.source, writer, present);
      case "patch" -> text(row -> row.patch, writer, present);
      case "position" -> bytes(row -> row.position, writer, present);
      case "source_ts" -> number(row -> row.sourceMicros, writer, present);
      case "topic" -> repeating(row -> row.topic, writer, present);
      case "partition" -> row -> writer.write(row.partition, 0, present);
      case "offset" -> number(row -> row.offset, writer, present);
      case "kafka_ts" -> number(row -> row.kafkaMicros, writer, present);
      case "schema_id" -> repeating(row -> row.schemaId, writer, present);
      case "run_key" -> repeating(row -> row.runKey, writer, present);
      case "landed_at" -> number(row -> row.landedAtMicros, writer, present);
      default -> row -> writer.writeNull(0, 0);
    };
  }

  private static ColumnSink number(
      ToLongFunction<ChangeRow> value, ColumnWriter writer, int present) {
    return row -> writer.write(value.applyAsLong(row), 0, present);
  }

  /** A new array in each row, which nobody writes to afterwards. */
  private static ColumnSink bytes(
      Function<ChangeRow, byte[]> value, ColumnWriter writer, int present) {
    return row -> {
      byte[] bytes = value.apply(row);
      if (bytes == null) {
        writer.writeNull(0, 0);
      } else {
        writer.write(Binary.fromConstantByteArray(bytes), 0, present);
      }
    };
  }

  /** The same array for many rows. */
  private static ColumnSink repeating(
      Function<ChangeRow, byte[]> value, ColumnWriter writer, int present) {
    return new ColumnSink() {
      private byte[] last;
      private Binary binary;

      @Override
      public void write(ChangeRow row) {
        byte[] bytes = value.apply(row);
        if (bytes == null) {
          writer.writeNull(0, 0);
          return;
        }
        if (bytes != last) {
          last = bytes;
          binary = Binary.fromConstantByteArray(bytes);
        }
        writer.write(binary, 0, present);
      }
    };
  }

  /** Part of a larger array: whoever keeps it must copy it, or would keep the record. */
  private static ColumnSink text(
      Function<ChangeRow, Text> value, ColumnWriter writer, int present) {
    return row -> {
      Text text = value.apply(row);
      if (text.bytes == null) {
        writer.writeNull(0, 0);
      } else {
        writer.write(Binary.fromReusedByteArray(text.bytes, text.start, text.length), 0, present);
      }
    };
  }
}
