package io.firn.cli.demo;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The PostgreSQL database of one tenant.
 *
 * @param tenant also the prefix of its topics
 * @param url JDBC address of the database
 */
public record TenantSource(String tenant, String url, String user, String password) {
  private static final String TABLES =
      """
      SELECT table_schema, table_name FROM information_schema.tables
      WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
      ORDER BY table_schema, table_name
      """;

  /** One table of the source. */
  public record SourceTable(String schema, String name) {
    /** The topic that Debezium writes the table's changes to. */
    String topic(String tenant) {
      return tenant + "." + schema + "." + name;
    }

    String quoted() {
      return "\"" + schema + "\".\"" + name + "\"";
    }

    @Override
    public String toString() {
      return schema + "." + name;
    }
  }

  /**
   * Rows in the form of {@link SourceValue}.
   *
   * @param types the driver's type name by column
   */
  record Rows(Map<String, String> types, List<Map<String, Object>> rows) {}

  /** A session in UTC, so that dates cut from timestamps are the same everywhere. */
  public Connection connect() throws SQLException {
    Connection connection = DriverManager.getConnection(url, user, password);
    try (Statement session = connection.createStatement()) {
      session.execute("SET TIME ZONE 'UTC'");
    }
    return connection;
  }

  void execute(String script) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(script);
    }
  }

  /** Every table of its own, by name. */
  public List<SourceTable> tables() throws SQLException {
    List<SourceTable> tables = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(TABLES)) {
      while (row.next()) {
        tables.add(new SourceTable(row.getString(1), row.getString(2)));
      }
    }
    return tables;
  }

  long count(SourceTable table) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table.quoted())) {
      row.next();
      return row.getLong(1);
    }
  }

  Rows rows(SourceTable table) throws SQLException {
    return query("SELECT * FROM " + table.quoted());
  }

  Rows query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      Map<String, String> types = types(row.getMetaData());
      List<Map<String, Object>> rows = new ArrayList<>();
      while (row.next()) {
        Map<String, Object> values = new LinkedHashMap<>();
        int column = 0;
        for (Map.Entry<String, String> type : types.entrySet()) {
          values.put(type.getKey(), SourceValue.read(row, ++column, type.getValue()));
        }
        rows.add(values);
      }
      return new Rows(types, rows);
    }
  }

  private static Map<String, String> types(ResultSetMetaData columns) throws SQLException {
    Map<String, String> types = new LinkedHashMap<>();
    for (int column = 1; column <= columns.getColumnCount(); column++) {
      types.put(columns.getColumnName(column), type(columns.getColumnTypeName(column)));
    }
    return types;
  }

  /** The driver gives columns fed by a sequence names of their own. */
  private static String type(String name) {
    return switch (name) {
      case "smallserial" -> "int2";
      case "serial" -> "int4";
      case "bigserial" -> "int8";
      default -> name;
    };
  }

  /**
   * Writes a mark into the database's log that Debezium sends as an event of its own.
   *
   * @return its place in the log
   */
  long mark() throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT pg_logical_emit_message(false, 'firn', 'mark') - '0/0'::pg_lsn");
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public String toString() {
    return tenant + " at " + url;
  }
}
