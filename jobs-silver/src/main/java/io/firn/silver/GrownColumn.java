package io.firn.silver;

import io.firn.schema.TypeLattice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
   * One step of a column's growth.
   *
   * @param inside the fields that lead to it, {@code element} in lists, {@code value} in maps
   * @param from empty for a field that joins
   */
  record Grown(List<String> inside, Optional<Type> from, Type to) {}

  /** Alters a table's column of type {@code from} into {@code to}. */
  static void alter(UpdateSchema update, String name, Type from, Type to) {
    for (Grown grown : steps(from, to)) {
      List<String> path = new ArrayList<>(List.of(name));
      path.addAll(grown.inside());
      String last = path.get(path.size() - 1);
      if (grown.from().isPresent()) {
        update.updateColumn(String.join(".", path), grown.to().asPrimitiveType());
      } else {
        update.addColumn(String.join(".", path.subList(0, path.size() - 1)), last, grown.to());
      }
    }
  }

  /** What makes {@code to} of {@code from}, each where it happens. */
  static List<Grown> steps(Type from, Type to) {
    List<Grown> steps = new ArrayList<>();
    grow(List.of(), from, to, steps);
    return steps;
  }

  private static void grow(List<String> inside, Type from, Type to, List<Grown> steps) {
    if (TypeLattice.same(from, to)) {
      return;
    }
    if (to instanceof Types.StructType struct) {
      growFields(inside, from.asStructType(), struct, steps);
    } else if (to instanceof Types.ListType list) {
      grow(to(inside, "element"), from.asListType().elementType(), list.elementType(), steps);
    } else if (to instanceof Types.MapType map) {
      grow(to(inside, "value"), from.asMapType().valueType(), map.valueType(), steps);
    } else {
      steps.add(new Grown(inside, Optional.of(from), to));
    }
  }

  private static void growFields(
      List<String> inside, Types.StructType from, Types.StructType to, List<Grown> steps) {
    for (Types.NestedField field : to.fields()) {
      Types.NestedField have = from.field(field.name());
      if (have == null) {
        steps.add(new Grown(to(inside, field.name()), Optional.empty(), field.type()));
      } else {
        grow(to(inside, field.name()), have.type(), field.type(), steps);
      }
    }
  }

  private static List<String> to(List<String> inside, String step) {
    return Stream.concat(inside.stream(), Stream.of(step)).toList();
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
