package io.firn.silver;

import io.firn.schema.TypeLattice;
import io.firn.table.TypeText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A column that became wider, inside or as a whole. */
final class GrownColumn {
  private GrownColumn() {}

  /**
   * Alters a table's column of type {@code from} into {@code to}.
   *
   * @param name with the fields that lead to it, dotted
   * @return what was done, one sentence each
   */
  static List<String> alter(UpdateSchema update, String name, Type from, Type to) {
    List<String> changes = new ArrayList<>();
    alter(update, name, from, to, changes);
    return changes;
  }

  private static void alter(
      UpdateSchema update, String name, Type from, Type to, List<String> changes) {
    if (TypeLattice.same(from, to)) {
      return;
    }
    if (to instanceof Types.StructType struct) {
      alterFields(update, name, from.asStructType(), struct, changes);
    } else if (to instanceof Types.ListType list) {
      Type element = from.asListType().elementType();
      alter(update, name + ".element", element, list.elementType(), changes);
    } else if (to instanceof Types.MapType map) {
      alter(update, name + ".value", from.asMapType().valueType(), map.valueType(), changes);
    } else {
      update.updateColumn(name, to.asPrimitiveType());
      changes.add("widen column " + name + " from " + from + " to " + to);
    }
  }

  private static void alterFields(
      UpdateSchema update,
      String name,
      Types.StructType from,
      Types.StructType to,
      List<String> changes) {
    for (Types.NestedField field : to.fields()) {
      Types.NestedField have = from.field(field.name());
      if (have == null) {
        update.addColumn(name, field.name(), field.type());
        changes.add("add field " + name + "." + field.name() + " " + TypeText.of(field.type()));
      } else {
        alter(update, name + "." + field.name(), have.type(), field.type(), changes);
      }
    }
  }

  /**
   * {@code column}, written when it was of type {@code from}, as the wider {@code to}: fields that
   * it had not got yet are null. Spark's own cast takes fields by place and adds none.
   */
  static Column read(Column column, DataType from, DataType to) {
    if (from.equals(to)) {
      return column;
    }
    if (from instanceof StructType have && to instanceof StructType wanted) {
      Column[] fields =
          Arrays.stream(wanted.fields())
              .map(field -> field(column, have, field))
              .toArray(Column[]::new);
      return functions.when(column.isNotNull(), functions.struct(fields)).cast(to);
    }
    if (from instanceof ArrayType have && to instanceof ArrayType wanted) {
      return functions
          .transform(column, value -> read(value, have.elementType(), wanted.elementType()))
          .cast(to);
    }
    if (from instanceof MapType have && to instanceof MapType wanted) {
      return functions
          .transform_values(
              column, (key, value) -> read(value, have.valueType(), wanted.valueType()))
          .cast(to);
    }
    return column.cast(to);
  }

  private static Column field(Column struct, StructType have, StructField wanted) {
    boolean had = Arrays.asList(have.fieldNames()).contains(wanted.name());
    Column value =
        had
            ? read(
                struct.getField(wanted.name()),
                have.apply(wanted.name()).dataType(),
                wanted.dataType())
            : functions.lit(null).cast(wanted.dataType());
    return value.as(wanted.name());
  }
}
