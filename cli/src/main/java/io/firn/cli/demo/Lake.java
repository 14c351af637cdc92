package io.firn.cli.demo;

import io.firn.config.Pipeline;
import io.firn.model.UnitName;
import io.firn.table.Tables;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;

/** Reads small tables of a pipeline whole and without Spark. */
final class Lake implements AutoCloseable {
  /** Begins the names of columns that Firn keeps for itself. */
  private static final String SYSTEM = "__";

  private final Catalog catalog;

  private Lake(Catalog catalog) {
    this.catalog = catalog;
  }

  static Lake open(Pipeline pipeline) {
    return new Lake(Tables.open(pipeline.catalog()));
  }

  /** The columns of a unit's table that are not Firn's own; none when there is no table. */
  List<String> columns(UnitName unit) {
    return Tables.load(catalog, unit.tableName()).map(Lake::columns).orElse(List.of());
  }

  private static List<String> columns(Table table) {
    return table.schema().columns().stream()
        .map(Types.NestedField::name)
        .filter(name -> !name.startsWith(SYSTEM))
        .toList();
  }

  /** All rows of the table's current snapshot, by column name, in no order. */
  List<Map<String, Object>> rows(UnitName unit) {
    Optional<Table> table = Tables.load(catalog, unit.tableName());
    return table.map(Lake::rows).orElse(List.of());
  }

  /** The same with the columns that are Firn's own. */
  List<Map<String, Object>> wholeRows(UnitName unit) {
    return Tables.load(catalog, unit.tableName())
        .map(
            table ->
                rows(
                    table, table.schema().columns().stream().map(Types.NestedField::name).toList()))
        .orElse(List.of());
  }

  private static List<Map<String, Object>> rows(Table table) {
    return rows(table, columns(table));
  }

  private static List<Map<String, Object>> rows(Table table, List<String> columns) {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (CloseableIterable<Record> records = IcebergGenerics.read(table).select(columns).build()) {
      for (Record record : records) {
        Map<String, Object> row = new LinkedHashMap<>();
        columns.forEach(column -> row.put(column, record.getField(column)));
        rows.add(row);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + table.name(), failed);
    }
    return rows;
  }

  @Override
  public void close() {
    if (catalog instanceof Closeable closeable) {
      try {
        closeable.close();
      } catch (IOException failed) {
        throw new UncheckedIOException("cannot close the catalog", failed);
      }
    }
  }
}
