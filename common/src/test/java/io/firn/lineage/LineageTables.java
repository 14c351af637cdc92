package io.firn.lineage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Two tables, {@code t (a, b, c, s, l)} and {@code u (k, x, y)}, with rows that can be drawn anew
 * column by column.
 */
final class LineageTables {
  private static final DataType LIST = DataTypes.createArrayType(DataTypes.LongType);
  private static final Map<String, StructType> COLUMNS =
      new TreeMap<>(
          Map.of(
              "t",
              new StructType()
                  .add("a", DataTypes.LongType)
                  .add("b", DataTypes.LongType)
                  .add("c", DataTypes.LongType)
                  .add("s", DataTypes.StringType)
                  .add("l", LIST),
              "u",
              new StructType()
                  .add("k", DataTypes.LongType)
                  .add("x", DataTypes.LongType)
                  .add("y", DataTypes.LongType)));
  private static final int ROWS = 12;

  private final SparkSession spark;

  LineageTables(SparkSession spark) {
    this.spark = spark;
  }

  /** What is said of a query. */
  QueryLineage lineage(String sql) {
    show(Map.of(), 0);
    return QueryLineage.of(plan(spark.sql(sql)));
  }

  private static LogicalPlan plan(Dataset<Row> rows) {
    return ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().analyzed();
  }

  /** The values of each column of the result, sorted, over rows with some columns drawn anew. */
  Map<String, List<String>> result(String sql, Set<Source> changed, long seed) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    Map<String, Set<String>> names = new TreeMap<>();
    for (Source source : changed) {
      names.computeIfAbsent(source.table(), key -> new java.util.TreeSet<>()).add(source.column());
    }
    show(names, seed);
    Dataset<Row> rows = spark.sql(sql);
    for (Row row : rows.collectAsList()) {
      for (int i = 0; i < row.length(); i++) {
        values
            .computeIfAbsent(rows.columns()[i], key -> new ArrayList<>())
            .add(String.valueOf(row.get(i)));
      }
    }
    values.values().forEach(list -> list.sort(null));
    return values;
  }

  /** Every column of both tables. */
  static Set<Source> all() {
    Set<Source> all = new java.util.TreeSet<>();
    COLUMNS.forEach(
        (table, columns) -> {
          for (String column : columns.fieldNames()) {
            all.add(new Source(table, column));
          }
        });
    return all;
  }

  private void show(Map<String, Set<String>> changed, long seed) {
    COLUMNS.forEach(
        (table, columns) -> {
          List<List<Object>> byColumn = new ArrayList<>();
          for (StructField column : columns.fields()) {
            boolean anew = changed.getOrDefault(table, Set.of()).contains(column.name());
            long own = (table + column.name()).hashCode();
            byColumn.add(
                draw(
                    column.dataType(),
                    new Random(31 * own + (anew ? seed * 0x9E3779B97F4A7C15L : 0))));
          }
          List<Row> rows = new ArrayList<>();
          for (int i = 0; i < ROWS; i++) {
            int place = i;
            rows.add(RowFactory.create(byColumn.stream().map(list -> list.get(place)).toArray()));
          }
          spark
              .createDataFrame(rows, QueryLineage.marked(table, columns))
              .createOrReplaceTempView(table);
        });
  }

  /** Few different values, so that rows meet and fall into groups. */
  private static List<Object> draw(DataType type, Random random) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      long value = random.nextInt(5) - 1L;
      if (type.equals(LIST)) {
        values.add(random.longs(random.nextInt(3), 0, 4).boxed().toArray());
      } else if (random.nextInt(6) == 0) {
        values.add(null);
      } else {
        values.add(type.equals(DataTypes.StringType) ? "s" + value : (Object) value);
      }
    }
    return values;
  }
}
