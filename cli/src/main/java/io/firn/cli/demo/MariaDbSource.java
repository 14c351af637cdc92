package io.firn.cli.demo;

import io.firn.sandbox.ConnectorOffset;
import io.firn.sandbox.DatabaseAddress;
import io.firn.sandbox.DebeziumConnectors;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The MariaDB database of one tenant, of the tenant's name.
 *
 * @param url JDBC address of the database
 */
public record MariaDbSource(String tenant, String url, String user, String password)
    implements TenantSource {
  /** Captured and landed nowhere: its rows are marks in the binlog. */
  private static final String MARKS = "firn_marks";

  /** A place in the binlog as one number: 32 bits of it are the place in a file. */
  private static final int PLACE_BITS = 32;

  /**
   * A session in UTC that quotes names as standard SQL does and runs scripts. Numbers stay numbers:
   * the driver would make a boolean of {@code TINYINT(1)} and a date of {@code YEAR}.
   */
  @Override
  public Connection connect() throws SQLException {
    Connection connection =
        DriverManager.getConnection(
            url + "?allowMultiQueries=true&tinyInt1isBit=false&yearIsDateType=false",
            user,
            password);
    try (Statement session = connection.createStatement()) {
      session.execute("SET time_zone = '+00:00', sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES')");
    }
    return connection;
  }

  @Override
  public String ownTables() {
    return """
        SELECT table_schema, table_name FROM information_schema.tables
        WHERE table_type = 'BASE TABLE' AND table_schema = DATABASE() AND table_name <> '%s'
        ORDER BY table_name
        """
        .formatted(MARKS);
  }

  @Override
  public String form(String typeName) {
    return switch (typeName) {
      case "TINYINT", "SMALLINT", "MEDIUMINT", "INTEGER", "INT", "BIGINT", "YEAR" -> "int8";
      case "TINYINT UNSIGNED", "SMALLINT UNSIGNED", "MEDIUMINT UNSIGNED", "INTEGER UNSIGNED" ->
          "int8";
      case "DECIMAL", "BIGINT UNSIGNED" -> "numeric";
      case "FLOAT" -> "float4";
      case "DOUBLE" -> "float8";
      case "DATE" -> "date";
      case "DATETIME" -> "timestamp";
      case "TIMESTAMP" -> SourceValue.INSTANT_IN_UTC;
      case "BLOB", "LONGBLOB", "VARBINARY" -> "bytea";
      default -> "text";
    };
  }

  @Override
  public Map<String, String> connector(
      String name, DatabaseAddress database, String tables, String bootstrapServers) {
    String all = tables + "," + tenant + "." + MARKS;
    return DebeziumConnectors.mariadb(name, tenant, database, all, true, bootstrapServers);
  }

  /** A row in a table that nobody else looks at, behind the place that the binlog is at now. */
  @Override
  public long mark() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS %s (n BIGINT AUTO_INCREMENT PRIMARY KEY)".formatted(MARKS));
      long place;
      try (ResultSet row = statement.executeQuery("SHOW BINLOG STATUS")) {
        row.next();
        place = place(row.getString("File"), row.getLong("Position"));
      }
      statement.execute("INSERT INTO %s VALUES ()".formatted(MARKS));
      return place;
    }
  }

  @Override
  public OptionalLong position(ConnectorOffset offset) {
    return offset.offset().get("file") instanceof String file
            && offset.offset().get("pos") instanceof Number place
        ? OptionalLong.of(place(file, place.longValue()))
        : OptionalLong.empty();
  }

  private static long place(String file, long place) {
    long number = Long.parseLong(file.substring(file.lastIndexOf('.') + 1));
    return number << PLACE_BITS | place;
  }

  @Override
  public String toString() {
    return tenant + " at " + url;
  }
}
