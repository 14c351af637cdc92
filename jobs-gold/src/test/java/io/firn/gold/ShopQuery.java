package io.firn.gold;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A query over {@link Shop} from a grammar of what gold is made of.
 *
 * @param grain columns of the result
 */
record ShopQuery(String sql, List<String> grain) {
  private static final List<String> SOURCES =
      List.of(
          "SELECT id, customer, day, amount, 'x' AS name, 'x' AS region, 1 AS n FROM silver.orders",
          "SELECT o.id, o.customer, o.day, o.amount, c.name, c.region, 1 AS n"
              + " FROM silver.orders o JOIN silver.customers c ON o.customer = c.id",
          "SELECT o.id, o.customer, o.day, o.amount, c.name, c.region, 1 AS n"
              + " FROM silver.orders o LEFT JOIN silver.customers c ON o.customer = c.id",
          "SELECT o.id, o.customer, o.day, o.amount, c.name, c.region, 1 AS n"
              + " FROM silver.customers c RIGHT JOIN silver.orders o"
              + " ON o.customer = c.id AND c.region = 'region 0'",
          "SELECT o.id, c.id AS customer, o.day, o.amount, c.name, c.region, 1 AS n"
              + " FROM silver.customers c LEFT JOIN silver.orders o ON o.customer = c.id",
          "SELECT o.id, o.customer, o.day, l.quantity AS amount, c.name, c.region, l.line AS n"
              + " FROM silver.orders o LEFT JOIN silver.lines l ON l.order_id = o.id"
              + " LEFT JOIN silver.customers c ON c.id = o.customer",
          "SELECT o.id, o.customer, o.day, s.amount, 'x' AS name, 'x' AS region, s.n"
              + " FROM silver.orders o LEFT JOIN (SELECT order_id, sum(quantity) AS amount,"
              + " count(*) AS n FROM silver.lines GROUP BY order_id) s ON s.order_id = o.id",
          "SELECT o.id, o.customer, o.day, o.amount, 'x' AS name, 'x' AS region, 1 AS n"
              + " FROM silver.orders o LEFT ANTI JOIN silver.customers c ON o.customer = c.id",
          "SELECT o.id, o.customer, o.day, o.amount, 'x' AS name, 'x' AS region, 1 AS n"
              + " FROM silver.orders o LEFT SEMI JOIN silver.lines l ON o.id = l.order_id",
          "SELECT a.id, b.customer, a.day, b.amount, 'x' AS name, 'x' AS region, b.id AS n"
              + " FROM silver.orders a JOIN silver.orders b ON a.customer = b.customer"
              + " AND a.id <= b.id",
          "SELECT id, customer, day, amount, 'x' AS name, 'x' AS region, 1 AS n"
              + " FROM silver.orders UNION ALL"
              + " SELECT order_id, line, 'day 1', quantity, 'y', 'y', 2 FROM silver.lines",
          "SELECT id, customer, day, total AS amount, 'x' AS name, 'x' AS region, place AS n FROM"
              + " (SELECT *, sum(amount) OVER (PARTITION BY customer) AS total, row_number() OVER"
              + " (PARTITION BY customer ORDER BY day, id) AS place FROM silver.orders)"
              + " WHERE place <= 2",
          "SELECT order_id AS id, line AS customer, 'day 0' AS day, piece AS amount, 'x' AS name,"
              + " 'x' AS region, 1 AS n FROM silver.lines"
              + " LATERAL VIEW explode(sequence(0, quantity)) AS piece",
          "SELECT id, customer, day, amount, 'x' AS name, 'x' AS region, 1 AS n FROM silver.orders"
              + " WHERE customer IN (SELECT id FROM silver.customers)",
          "WITH big AS (SELECT * FROM silver.orders WHERE amount > 1)"
              + " SELECT a.id, a.customer, b.day, a.amount, 'x' AS name, 'x' AS region, b.id AS n"
              + " FROM big a LEFT JOIN big b ON a.customer = b.customer AND a.id < b.id",
          "SELECT o.id, coalesce(o.customer, c.id) AS customer, o.day, o.amount, c.name, c.region,"
              + " 1 AS n FROM silver.orders o FULL JOIN silver.customers c ON o.customer = c.id",
          "SELECT id, customer, day, amount, 'x' AS name, 'x' AS region, 1 AS n"
              + " FROM silver.orders o WHERE EXISTS (SELECT 1 FROM silver.lines l"
              + " WHERE l.order_id = o.id AND l.quantity > 1)",
          "SELECT id, customer, day, amount, 'x' AS name, 'x' AS region, 1 AS n"
              + " FROM silver.orders o WHERE customer NOT IN"
              + " (SELECT id FROM silver.customers WHERE region = 'region 0')",
          "SELECT id, customer, day, (SELECT sum(quantity) FROM silver.lines l"
              + " WHERE l.order_id = o.id) AS amount, 'x' AS name, 'x' AS region, 1 AS n"
              + " FROM silver.orders o",
          "SELECT o.id, o.customer, o.day, o.amount, b.id AS name, 'x' AS region, b.n"
              + " FROM silver.orders o JOIN (SELECT customer AS id, count(*) AS n,"
              + " max(amount) AS most FROM silver.orders GROUP BY customer) b"
              + " ON b.id = o.customer AND o.amount <= b.most",
          "SELECT id, customer, day, amount, 'x' AS name, 'x' AS region, 1 AS n FROM silver.orders"
              + " EXCEPT SELECT order_id, line, 'day 1', quantity, 'x', 'x', 1 FROM silver.lines",
          "SELECT customer AS id, customer, day, amount, 'x' AS name, 'x' AS region, n FROM"
              + " (SELECT customer, day, sum(amount) AS amount, count(*) AS n FROM silver.orders"
              + " GROUP BY customer, day GROUPING SETS ((customer, day), (customer)))",
          "SELECT DISTINCT customer AS id, customer, day, 1 AS amount, 'x' AS name, 'x' AS region,"
              + " 1 AS n FROM silver.orders");

  private static final List<String> MEASURES =
      List.of(
          "count(*)",
          "count(amount)",
          "sum(amount)",
          "min(amount)",
          "max(amount)",
          "avg(amount)",
          "count(DISTINCT customer)",
          "percentile(amount, 0.5)",
          "max(name)");

  private static final List<String> FILTERS =
      List.of("amount > 1", "region = 'region 1'", "name IS NOT NULL", "n > 0", "day <> 'day 2'");

  static ShopQuery random(Random random) {
    String from = "(" + SOURCES.get(random.nextInt(SOURCES.size())) + ")";
    String where =
        random.nextInt(3) == 0 ? " WHERE " + FILTERS.get(random.nextInt(FILTERS.size())) : "";
    if (random.nextInt(4) == 0) {
      return new ShopQuery(
          "SELECT * FROM " + from + where, some(random, List.of("id", "customer", "day", "n")));
    }
    return grouped(random, from + where);
  }

  /** One row for each value of its grain. */
  static ShopQuery grouped(Random random) {
    return grouped(random, "(" + SOURCES.get(random.nextInt(SOURCES.size())) + ")");
  }

  private static ShopQuery grouped(Random random, String from) {
    List<String> grain = some(random, List.of("customer", "day", "name", "region", "id"));
    StringBuilder sql = new StringBuilder("SELECT " + String.join(", ", grain));
    for (int measure = random.nextInt(3); measure >= 0; measure--) {
      sql.append(", ")
          .append(MEASURES.get(random.nextInt(MEASURES.size())))
          .append(" AS m")
          .append(measure);
    }
    sql.append(" FROM ").append(from);
    sql.append(" GROUP BY ").append(String.join(", ", grain));
    if (random.nextInt(4) == 0) {
      sql.append(" HAVING count(*) > 1");
    }
    return new ShopQuery(sql.toString(), grain);
  }

  private static List<String> some(Random random, List<String> names) {
    List<String> some = new ArrayList<>(names);
    Collections.shuffle(some, random);
    return List.copyOf(some.subList(0, 1 + random.nextInt(2)));
  }
}
