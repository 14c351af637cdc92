package io.firn.proof;

import io.firn.config.Pipeline;
import io.firn.model.TableName;
import io.firn.table.Tables;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;

/**
 * The rows of an Iceberg table, read without Spark; values as Iceberg's generic reader has them.
 */
record TableRows(List<Map<String, Object>> rows) {

  /** Of the current snapshot; none when there is no such table. */
  static TableRows of(Pipeline pipeline, TableName name) {
    Catalog catalog = Tables.open(pipeline.catalog());
    try (Closeable closing = (Closeable) catalog) {
      return Tables.load(catalog, name).map(TableRows::read).orElse(new TableRows(List.of()));
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + name, failed);
    }
  }

  /** Of the snapshot that {@code table} was loaded with. */
  static TableRows read(Table table) {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (CloseableIterable<Record> records = IcebergGenerics.read(table).build()) {
      for (Record record : records) {
        rows.add(fields(record, table.schema().asStruct()));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + table.name(), failed);
    }
    return new TableRows(rows);
  }

  /**
   * Of {@code type} and not of the record: where rows were deleted, that has the row's place too.
   */
  private static Map<String, Object> fields(Record record, Types.StructType type) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Types.NestedField field : type.fields()) {
      fields.put(field.name(), plain(record.getField(field.name())));
    }
    return fields;
  }

  /** A form whose {@code equals} and {@code toString} tell the value. */
  private static Object plain(Object value) {
    if (value instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return HexFormat.of().formatHex(copy);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(TableRows::plain).map(String::valueOf).toList();
    }
    return value instanceof Record record ? fields(record, record.struct()) : value;
  }

  int size() {
    return rows.size();
  }

  List<Object> column(String name) {
    List<Object> values = new ArrayList<>();
    rows.forEach(row -> values.add(row.get(name)));
    return values;
  }

  /** Each row as one text, sorted, so that two tables with the same rows are equal. */
  List<String> sortedWithout(Set<String> columns) {
    return rows.stream()
        .map(
            row -> {
              TreeMap<String, Object> kept = new TreeMap<>(row);
              kept.keySet().removeAll(columns);
              return kept.toString();
            })
        .sorted()
        .toList();
  }
}
