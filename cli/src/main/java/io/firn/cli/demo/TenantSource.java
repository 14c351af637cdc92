package io.firn.cli.demo;

import io.firn.sandbox.ConnectorOffset;
import io.firn.sandbox.DatabaseAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The database of one tenant. */
public sealed interface TenantSource permits PostgresSource, MariaDbSource {

  /** One table of the source; MariaDB calls a schema a database. */
  record SourceTable(String schema, String name) {
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
   * @param types the form's name by column
   */
  record Rows(Map<String, String> types, List<Map<String, Object>> rows) {}

  /** Also the prefix of its topics. */
  String tenant();

  /** A new session in UTC, in which names may stand in double quotes. */
  Connection connect() throws SQLException;

  /** The query of {@link #tables()}: schema and name, by name. */
  String ownTables();

  /** The form of {@link SourceValue} that values of one of the driver's types are compared in. */
  String form(String typeName);

  /**
   * The settings of a connector that captures {@code tables}, with schemas, so that types in silver
   * are the source's and new columns join by themselves.
   *
   * @param tables {@code schema.table}, by comma
   */
  Map<String, String> connector(
      String name, DatabaseAddress database, String tables, String bootstrapServers);

  /**
   * Puts a mark into the database's log that Debezium sends as an event of its own.
   *
   * @return a place in the log that only what is sent for the mark, or later, has reached
   */
  long mark() throws SQLException;

  /** The place in the log that a connector has told Connect, once it follows the log. */
  OptionalLong position(ConnectorOffset offset);

  /** Runs a script of several statements. */
  default void execute(String script) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(script);
    }
  }

  /** Every table of its own, by name. */
  default List<SourceTable> tables() throws SQLException {
    List<SourceTable> tables = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ownTables())) {
      while (row.next()) {
        tables.add(new SourceTable(row.getString(1), row.getString(2)));
      }
    }
    return tables;
  }

  default long count(SourceTable table) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table.quoted())) {
      row.next();
      return row.getLong(1);
    }
  }

  default Rows rows(SourceTable table) throws SQLException {
    return query("SELECT * FROM " + table.quoted());
  }

  default Rows query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      Map<String, String> types = forms(row.getMetaData());
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

  private Map<String, String> forms(ResultSetMetaData columns) throws SQLException {
    Map<String, String> forms = new LinkedHashMap<>();
    for (int column = 1; column <= columns.getColumnCount(); column++) {
      forms.put(columns.getColumnLabel(column), form(columns.getColumnTypeName(column)));
    }
    return forms;
  }
}
