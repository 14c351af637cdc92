package io.firn.proof;

import io.firn.cli.demo.TenantSource;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a gold query gives when PostgreSQL itself runs it, and what stands in the gold table. */
final class GoldComparison {
  private GoldComparison() {}

  /** The query's rows over all sources, sorted; each source has its tables in a schema silver. */
  static List<String> computedBy(List<TenantSource> sources, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    for (TenantSource source : sources) {
      try (Connection connection = source.connect();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(sql)) {
        int columns = row.getMetaData().getColumnCount();
        while (row.next()) {
          TreeMap<String, Object> values = new TreeMap<>();
          for (int column = 1; column <= columns; column++) {
            values.put(row.getMetaData().getColumnLabel(column), plain(row.getObject(column)));
          }
          rows.add(values.toString());
        }
      }
    }
    return rows.stream().sorted().toList();
  }

  static List<String> in(TableRows gold) {
    return gold.rows().stream().map(GoldComparison::text).sorted().toList();
  }

  private static String text(Map<String, Object> row) {
    TreeMap<String, Object> values = new TreeMap<>();
    row.forEach((column, value) -> values.put(column, plain(value)));
    return values.toString();
  }

  /** Numbers by their value: 1.50 is 1.5, and a count is a count in any width. */
  private static String plain(Object value) {
    if (value instanceof Number number) {
      return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
    }
    if (value instanceof Timestamp moment) {
      return moment.toInstant().toString();
    }
    return value instanceof OffsetDateTime moment
        ? moment.toInstant().toString()
        : String.valueOf(value);
  }
}
