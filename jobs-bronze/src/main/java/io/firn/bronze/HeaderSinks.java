package io.firn.bronze;

import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnDescriptor;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnWriter;
import org.apache.iceberg.shaded.org.apache.parquet.io.api.Binary;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * The columns of {@code headers list<struct<key string, value binary>>}. Events of a topic carry
 * the same headers one after another; they are unpacked once.
 *
 * <p>Levels as Parquet's nested types have them ("Nested Encoding" in Parquet's documentation): a
 * list that is absent has definition level 0, an empty one 1, a value all of its column's; a value
 * after the first of its list has repetition level 1.
 */
final class HeaderSinks {
  private static final int FIELDS = 2;

  private ArrayData last;
  private Binary[] keys = {};
  private Binary[] values = {};

  /** The sink of one of the two columns. */
  ColumnSink of(ColumnDescriptor column, ColumnWriter writer) {
    String[] path = column.getPath();
    int present = column.getMaxDefinitionLevel();
    return switch (path[path.length - 1]) {
      case "key" -> row -> write(writer, unpacked(row.headers, true), present);
      case "value" -> row -> write(writer, unpacked(row.headers, false), present);
      default -> throw new IllegalStateException("headers has no " + String.join(".", path));
    };
  }

  private static void write(ColumnWriter writer, Binary[] all, int present) {
    if (all == null) {
      writer.writeNull(0, 0);
      return;
    }
    if (all.length == 0) {
      writer.writeNull(0, 1);
      return;
    }
    for (int i = 0; i < all.length; i++) {
      int repetition = i == 0 ? 0 : 1;
      if (all[i] == null) {
        writer.writeNull(repetition, present - 1);
      } else {
        writer.write(all[i], repetition, present);
      }
    }
  }

  private Binary[] unpacked(ArrayData headers, boolean ofKeys) {
    if (headers == null) {
      return null;
    }
    if (headers != last) {
      unpack(headers);
      last = headers;
    }
    return ofKeys ? keys : values;
  }

  private void unpack(ArrayData headers) {
    int count = headers.numElements();
    keys = new Binary[count];
    values = new Binary[count];
    for (int i = 0; i < count; i++) {
      InternalRow header = headers.getStruct(i, FIELDS);
      keys[i] = Binary.fromConstantByteArray(header.getUTF8String(0).getBytes());
      values[i] = header.isNullAt(1) ? null : Binary.fromConstantByteArray(header.getBinary(1));
    }
  }
}
