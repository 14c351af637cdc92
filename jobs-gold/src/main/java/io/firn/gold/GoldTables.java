package io.firn.gold;

import io.firn.config.GoldTable;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.run.JobContext;
import io.firn.schema.TypeLattice;
import io.firn.table.TableSpec;
import io.firn.table.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Brings a gold table's columns to those of its query's result. Nothing is dropped. */
final class GoldTables {
  private final GoldTable table;
  private final JobContext context;
  private final List<String> changes = new ArrayList<>();

  GoldTables(GoldTable table, JobContext context) {
    this.table = table;
    this.context = context;
  }

  List<String> changes() {
    return List.copyOf(changes);
  }

  /**
   * @throws FirnException CONFIG when a column's type changed to one that it cannot grow into
   */
  Table bring(StructType result) {
    Schema wanted = SparkSchemaUtil.convert(nullable(result));
    Optional<Table> existing = Tables.load(context.catalog(), table.unit().tableName());
    if (existing.isEmpty()) {
      changes.add("create table " + table.unit().tableName());
      return Tables.loadOrCreate(
          context.catalog(),
          new TableSpec(table.unit().tableName(), wanted, PartitionSpec.unpartitioned(), Map.of()));
    }
    Table have = existing.get();
    UpdateSchema update = have.updateSchema();
    int before = changes.size();
    wanted.columns().forEach(column -> grow(have, column, update));
    if (changes.size() > before) {
      update.commit();
    }
    return have;
  }

  private void grow(Table have, Types.NestedField column, UpdateSchema update) {
    Types.NestedField held = have.schema().findField(column.name());
    if (held == null) {
      update.addColumn(column.name(), column.type());
      changes.add("add column " + column.name() + " " + column.type());
      return;
    }
    Type grown =
        TypeLattice.widen(held.type(), column.type())
            .orElseThrow(() -> otherType(held, column.type()));
    if (!TypeLattice.same(grown, held.type())) {
      update.updateColumn(column.name(), grown.asPrimitiveType());
      changes.add("widen column " + column.name() + " from " + held.type() + " to " + grown);
    }
  }

  private FirnException otherType(Types.NestedField held, Type found) {
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            "A column of " + table.unit() + " changed its type",
            table.unit().tableName() + "." + held.name(),
            held.type() + " or a type that it grows into",
            found.toString(),
            "Cast the column in "
                + table.sqlFile()
                + ", or drop the table: gold is rebuilt from silver."));
  }

  /** Whether a result is nullable is an accident of the query; the table's columns all are. */
  private static StructType nullable(StructType result) {
    StructType nullable = new StructType();
    for (StructField field : result.fields()) {
      nullable = nullable.add(field.name(), field.dataType(), true);
    }
    return nullable;
  }
}
