package io.firn.bench.crash;

import io.firn.config.Pipeline;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.table.Tables;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;

/** The rows of all tables of a pipeline, as sorted texts. */
record LakeRows(Map<String, List<String>> tables) {
  /** Say which run and when, and differ between any two runs. */
  private static final Set<String> OF_THE_RUN = Set.of("run_key", "landed_at");

  static LakeRows of(Pipeline pipeline) {
    Catalog catalog = Tables.open(pipeline.catalog());
    try (Closeable closing = (Closeable) catalog) {
      Map<String, List<String>> tables = new TreeMap<>();
      Stream.concat(
              pipeline.units().stream().map(UnitName::tableName), Stream.of(Pipeline.quarantine()))
          .forEach(name -> tables.put(name.toString(), rows(catalog, name)));
      return new LakeRows(tables);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static List<String> rows(Catalog catalog, TableName name) {
    List<String> rows = new ArrayList<>();
    Table table = Tables.load(catalog, name).orElseThrow();
    try (CloseableIterable<Record> records = IcebergGenerics.read(table).build()) {
      for (Record record : records) {
        TreeMap<String, String> row = new TreeMap<>();
        for (Types.NestedField field : table.schema().columns()) {
          row.put(field.name(), told(record.getField(field.name())));
        }
        row.keySet().removeAll(OF_THE_RUN);
        rows.add(row.toString());
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + name, failed);
    }
    return rows.stream().sorted().toList();
  }

  private static String told(Object value) {
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return HexFormat.of().formatHex(bytes);
    }
    return String.valueOf(value);
  }

  long count() {
    return tables.values().stream().mapToLong(List::size).sum();
  }

  /** Rows that stand on one side only, each as often as it does. */
  long differences(LakeRows other) {
    long differences = 0;
    for (Map.Entry<String, List<String>> table : tables.entrySet()) {
      List<String> here = new ArrayList<>(table.getValue());
      List<String> there = new ArrayList<>(other.tables.get(table.getKey()));
      for (String row : table.getValue()) {
        if (there.remove(row)) {
          here.remove(row);
        }
      }
      differences += here.size() + there.size();
    }
    return differences;
  }
}
