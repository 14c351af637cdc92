package io.firn.cli.demo;

import io.firn.sandbox.ConnectorOffset;
import io.firn.sandbox.DatabaseAddress;
import io.firn.sandbox.DebeziumConnectors;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The PostgreSQL database of one tenant.
 *
 * @param url JDBC address of the database
 */
public record PostgresSource(String tenant, String url, String user, String password)
    implements TenantSource {
  private static final String LOG_POSITION = "lsn";

  /** A session in UTC, so that dates cut from timestamps are the same everywhere. */
  @Override
  public Connection connect() throws SQLException {
    Connection connection = DriverManager.getConnection(url, user, password);
    try (Statement session = connection.createStatement()) {
      session.execute("SET TIME ZONE 'UTC'");
    }
    return connection;
  }

  @Override
  public String ownTables() {
    return """
        SELECT table_schema, table_name FROM information_schema.tables
        WHERE table_type = 'BASE TABLE'
          AND table_schema NOT IN ('pg_catalog', 'information_schema')
        ORDER BY table_schema, table_name
        """;
  }

  /** The driver gives columns fed by a sequence names of their own. */
  @Override
  public String form(String typeName) {
    return switch (typeName) {
      case "smallserial" -> "int2";
      case "serial" -> "int4";
      case "bigserial" -> "int8";
      default -> typeName;
    };
  }

  @Override
  public Map<String, String> connector(
      String name, DatabaseAddress database, String tables, String bootstrapServers) {
    return DebeziumConnectors.postgres(name, tenant, database, tables, true);
  }

  /** A message in the database's log, which Debezium sends as an event of its own. */
  @Override
  public long mark() throws SQLException {
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
  public OptionalLong position(ConnectorOffset offset) {
    return offset.offset().get(LOG_POSITION) instanceof Number position
        ? OptionalLong.of(position.longValue())
        : OptionalLong.empty();
  }

  @Override
  public String toString() {
    return tenant + " at " + url;
  }
}
