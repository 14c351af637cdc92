package io.firn.silver;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Between which values the keys of a set of rows lie, column by column. A row outside of it has
 * none of these keys; Iceberg's file metrics then leave out whole files and row groups, so that
 * changes of recent rows cost what the recent files cost, however large the table is.
 *
 * <p>Floating point keys are not compared: NaN is in no range of file metrics.
 */
final class KeyRange {
  private static final Set<DataType> COMPARABLE =
      Set.of(
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.StringType,
          DataTypes.DateType,
          DataTypes.TimestampType);

  private final List<String> columns;

  /**
   * @param keys the key columns and their types
   */
  KeyRange(StructType keys) {
    this.columns =
        Stream.of(keys.fields())
            .filter(field -> isComparable(field.dataType()))
            .map(StructField::name)
            .toList();
  }

  private static boolean isComparable(DataType type) {
    return COMPARABLE.contains(type) || type instanceof DecimalType;
  }

  /** To be aggregated over the rows: {@code min, max} of each column. */
  List<Column> bounds() {
    return columns.stream()
        .flatMap(
            column ->
                Stream.of(
                    functions.min(Columns.named(column)), functions.max(Columns.named(column))))
        .toList();
  }

  /**
   * Whether a row may have one of the keys.
   *
   * @param bounds a row with the values of {@link #bounds()}, not all null
   * @param from where they begin in it
   */
  Column holds(Row bounds, int from) {
    List<Column> within = new ArrayList<>();
    for (int place = 0; place < columns.size(); place++) {
      Column column = Columns.named(columns.get(place));
      within.add(column.between(bounds.get(from + 2 * place), bounds.get(from + 2 * place + 1)));
    }
    return within.stream().reduce(Column::and).orElse(functions.lit(true));
  }
}
