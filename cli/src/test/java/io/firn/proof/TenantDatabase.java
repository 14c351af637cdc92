package io.firn.proof;

import io.firn.cli.demo.PostgresSource;
import io.firn.cli.demo.TenantSource;
import io.firn.sandbox.ConnectClient;
import io.firn.sandbox.ConnectorOffset;
import io.firn.sandbox.DatabaseAddress;
import io.firn.sandbox.DebeziumConnectors;
import io.firn.sandbox.Postgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** A tenant's PostgreSQL database and the connector that captures it. */
final class TenantDatabase {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Postgres postgres;
  private final ConnectClient connect;
  private final String tenant;

  TenantDatabase(Postgres postgres, ConnectClient connect, String tenant) {
    this.postgres = postgres;
    this.connect = connect;
    this.tenant = tenant;
    postgres.createDatabase(tenant);
  }

  String tenant() {
    return tenant;
  }

  TenantSource source() {
    return new PostgresSource(
        tenant, postgres.jdbcUrl(tenant), postgres.user(), postgres.password());
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        postgres.jdbcUrl(tenant), postgres.user(), postgres.password());
  }

  void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Starts the connector: what is there first, then every change. */
  void capture(List<String> tables, boolean schemas) {
    String names = tables.stream().map(table -> "public." + table).collect(Collectors.joining(","));
    DatabaseAddress address =
        new DatabaseAddress(
            postgres.host(), postgres.port(), tenant, postgres.user(), postgres.password());
    connect.register(tenant, DebeziumConnectors.postgres(tenant, tenant, address, names, schemas));
    connect.awaitRunning(tenant, PATIENCE);
  }

  void restartConnector() {
    connect.restart(tenant);
    connect.awaitRunning(tenant, PATIENCE);
  }

  void stopCapture() {
    connect.delete(tenant);
  }

  /**
   * Returns when all that was committed before this call is in Kafka: a mark is written into the
   * database's log, and Connect keeps an offset only after the broker has acknowledged every event
   * up to it. A mark that falls before the connector's start is never met, so further ones follow.
   */
  void awaitCaptured() throws SQLException {
    long mark = mark();
    connect.awaitOffset(tenant, PATIENCE, offset -> reached(offset, mark));
  }

  private boolean reached(ConnectorOffset offset, long mark) {
    boolean reached =
        !offset.offset().containsKey("snapshot")
            && offset.offset().get("lsn") instanceof Number lsn
            && lsn.longValue() >= mark;
    if (!reached) {
      try {
        mark();
      } catch (SQLException failed) {
        throw new IllegalStateException("cannot mark the log of " + tenant, failed);
      }
    }
    return reached;
  }

  private long mark() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT pg_logical_emit_message(false, 'proof', 'mark') - '0/0'::pg_lsn")) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public String toString() {
    return tenant;
  }
}
