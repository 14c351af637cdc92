package io.firn.gold;

import io.firn.quality.NamedTables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Three small tables in memory: {@code silver.orders (id, customer, day, amount)}, {@code
 * silver.customers (id, name, region)}, {@code silver.lines (order_id, line, quantity)}; all int or
 * string, values from small sets, so that joins meet.
 *
 * @param tables rows by key, by table
 */
record Shop(Map<String, TreeMap<String, Row>> tables) {
  /** Columns by table. */
  static final Map<String, StructType> TYPES =
      Map.of(
          "silver.orders",
          new StructType()
              .add("id", DataTypes.IntegerType)
              .add("customer", DataTypes.IntegerType)
              .add("day", DataTypes.StringType)
              .add("amount", DataTypes.IntegerType),
          "silver.customers",
          new StructType()
              .add("id", DataTypes.IntegerType)
              .add("name", DataTypes.StringType)
              .add("region", DataTypes.StringType),
          "silver.lines",
          new StructType()
              .add("order_id", DataTypes.IntegerType)
              .add("line", DataTypes.IntegerType)
              .add("quantity", DataTypes.IntegerType));

  static Shop random(Random random) {
    Map<String, TreeMap<String, Row>> tables = new TreeMap<>();
    for (String table : TYPES.keySet()) {
      TreeMap<String, Row> rows = new TreeMap<>();
      for (int i = random.nextInt(9); i > 0; i--) {
        put(table, rows, random);
      }
      tables.put(table, rows);
    }
    return new Shop(tables);
  }

  private static void put(String table, TreeMap<String, Row> rows, Random random) {
    Row row =
        switch (table) {
          case "silver.orders" ->
              RowFactory.create(
                  random.nextInt(6),
                  maybe(random, 4),
                  "day " + random.nextInt(3),
                  maybe(random, 5));
          case "silver.customers" ->
              RowFactory.create(
                  random.nextInt(4),
                  "name " + random.nextInt(3),
                  random.nextInt(4) == 0 ? null : "region " + random.nextInt(2));
          default -> RowFactory.create(random.nextInt(6), random.nextInt(3), maybe(random, 4));
        };
    String key =
        table.equals("silver.lines") ? row.getInt(0) + "/" + row.getInt(1) : "" + row.getInt(0);
    rows.put(key, row);
  }

  private static Integer maybe(Random random, int bound) {
    return random.nextInt(5) == 0 ? null : (Integer) random.nextInt(bound);
  }

  /** After a few inserts, updates and deletes in some of the tables. */
  Shop changed(Random random) {
    Map<String, TreeMap<String, Row>> changed = new TreeMap<>();
    tables.forEach(
        (table, rows) -> {
          TreeMap<String, Row> next = new TreeMap<>(rows);
          for (int i = Math.max(0, random.nextInt(5) - 2); i > 0; i--) {
            if (random.nextBoolean()) {
              put(table, next, random);
            } else if (!next.isEmpty()) {
              List<String> keys = new ArrayList<>(next.keySet());
              next.remove(keys.get(random.nextInt(keys.size())));
            }
          }
          changed.put(table, next);
        });
    return new Shop(changed);
  }

  Set<String> tablesThatDiffer(Shop other) {
    Set<String> names = new HashSet<>(tables.keySet());
    names.removeIf(name -> tables.get(name).equals(other.tables.get(name)));
    return names;
  }

  /** The rows of a table. */
  Dataset<Row> rowsOf(String table, SparkSession spark) {
    return spark.createDataFrame(new ArrayList<>(tables.get(table).values()), TYPES.get(table));
  }

  static Shop empty() {
    Map<String, TreeMap<String, Row>> tables = new TreeMap<>();
    TYPES.keySet().forEach(table -> tables.put(table, new TreeMap<>()));
    return new Shop(tables);
  }

  /** The rows of a table that {@code other} does not have. */
  Dataset<Row> without(String table, Shop other, SparkSession spark) {
    List<Row> rows = new ArrayList<>(tables.get(table).values());
    rows.removeAll(other.tables.get(table).values());
    return spark.createDataFrame(rows, TYPES.get(table));
  }

  /** The rows of a query, whose tables stand where {@link GoldQuery} would put them. */
  Dataset<Row> rows(String sql, SparkSession spark) {
    return Dataset$.MODULE$.ofRows(
        spark, NamedTables.in(parsed(sql, spark), name -> table(name, spark)));
  }

  private static LogicalPlan parsed(String sql, SparkSession spark) {
    try {
      return spark.sessionState().sqlParser().parsePlan(sql);
    } catch (ParseException broken) {
      throw new AssertionError(sql, broken);
    }
  }

  private LogicalPlan table(List<String> name, SparkSession spark) {
    String table = String.join(".", name).toLowerCase(Locale.ROOT);
    Dataset<Row> rows =
        spark.createDataFrame(new ArrayList<>(tables.get(table).values()), TYPES.get(table));
    return ((org.apache.spark.sql.classic.Dataset<Row>) rows).logicalPlan();
  }
}
