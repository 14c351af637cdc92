package io.firn.run.trial;

import io.firn.config.ColumnType;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.Suggestion;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of a given table, and its rows in them; a column that a row lacks is null. */
record GivenColumns(GivenTable table, StructType columns) {
  /** Of a whole number that no long holds. */
  private static final DataType LARGE = DataTypes.createDecimalType(38, 0);

  /**
   * A column's type is what the test says, else what the pipeline declares, else what the values
   * look like.
   *
   * @throws FirnException CONFIG when the test names a column that the table has not
   */
  static GivenColumns of(GivenTable table, KnownColumns known) {
    Set<String> names = new LinkedHashSet<>(known.names());
    names.addAll(new TreeSet<>(table.types().keySet()));
    if (known.all()) {
      table.rows().forEach(row -> requireKnown(table, row, names));
    } else {
      table.rows().forEach(row -> names.addAll(row.values().keySet()));
    }
    StructType columns = new StructType();
    for (String name : names) {
      Optional<ColumnType> said =
          Optional.ofNullable(table.types().get(name))
              .or(() -> known.types().getOrDefault(name, Optional.empty()));
      DataType type = said.map(KnownColumns::type).orElseGet(() -> looks(values(table, name)));
      columns = columns.add(name, type, true);
    }
    return new GivenColumns(table, columns);
  }

  private static void requireKnown(GivenTable table, GivenRow row, Set<String> names) {
    for (String name : row.values().keySet()) {
      if (!names.contains(name)) {
        throw new FirnException(
            new Failure(
                ErrorKind.CONFIG,
                "A test gives " + table.table() + " a column that it has not",
                row.place(),
                "columns " + String.join(", ", names),
                "'" + name + "'" + Suggestion.hint(name, names),
                "Correct the name, declare the column in the pipeline, or give its type under"
                    + " 'types' of the test."));
      }
    }
  }

  private static List<Object> values(GivenTable table, String column) {
    return table.rows().stream().map(row -> row.values().get(column)).toList();
  }

  /** The rows, in their order. */
  List<Row> rows() {
    return table.rows().stream().map(this::row).toList();
  }

  private Row row(GivenRow given) {
    List<Object> values = new ArrayList<>();
    for (StructField field : columns.fields()) {
      try {
        values.add(Cells.of(given.values().get(field.name()), field.dataType()));
      } catch (DoesNotFit unfit) {
        throw new FirnException(
            new Failure(
                ErrorKind.CONFIG,
                "A test gives " + table.table() + "." + field.name() + " a value of another type",
                given.place(),
                field.dataType().sql(),
                unfit.getMessage(),
                "Correct the value, or the column's type under 'types' of the test."),
            unfit);
      }
    }
    return RowFactory.create(values.toArray());
  }

  /** The narrowest type of those that a test writes without saying it, which holds all values. */
  private static DataType looks(Collection<?> values) {
    List<?> known = values.stream().filter(Objects::nonNull).toList();
    if (known.isEmpty()) {
      return DataTypes.StringType;
    }
    if (known.stream().allMatch(List.class::isInstance)) {
      List<Object> elements = new ArrayList<>();
      known.forEach(list -> elements.addAll((List<?>) list));
      return DataTypes.createArrayType(looks(elements));
    }
    if (known.stream().allMatch(Map.class::isInstance)) {
      return struct(known);
    }
    Set<Scalar.Kind> kinds =
        known.stream()
            .map(value -> value instanceof Scalar scalar ? scalar.kind() : Scalar.Kind.TEXT)
            .collect(Collectors.toSet());
    if (kinds.equals(Set.of(Scalar.Kind.INTEGER))) {
      return known.stream().allMatch(GivenColumns::isLong) ? DataTypes.LongType : LARGE;
    }
    if (kinds.equals(Set.of(Scalar.Kind.BOOLEAN))) {
      return DataTypes.BooleanType;
    }
    kinds.remove(Scalar.Kind.INTEGER);
    return kinds.equals(Set.of(Scalar.Kind.NUMBER)) ? DataTypes.DoubleType : DataTypes.StringType;
  }

  private static boolean isLong(Object value) {
    return new BigInteger(value.toString()).bitLength() < Long.SIZE;
  }

  private static StructType struct(List<?> maps) {
    Map<String, List<Object>> fields = new LinkedHashMap<>();
    for (Object map : maps) {
      ((Map<?, ?>) map)
          .forEach(
              (name, value) ->
                  fields.computeIfAbsent(name.toString(), key -> new ArrayList<>()).add(value));
    }
    StructType struct = new StructType();
    for (Map.Entry<String, List<Object>> field : fields.entrySet()) {
      struct = struct.add(field.getKey(), looks(field.getValue()), true);
    }
    return struct;
  }
}
