package io.firn.cli.demo;

import io.firn.sandbox.ConnectClient;
import io.firn.sandbox.ConnectorOffset;
import io.firn.sandbox.DatabaseAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Debezium following one tenant's database; its topics are called {@code TENANT.SCHEMA.TABLE}. */
final class Capture {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Only in offsets taken while the first image of the tables is read. */
  private static final String SNAPSHOT = "snapshot";

  private final ConnectClient connect;
  private final TenantSource source;
  private final String connector;

  private Capture(ConnectClient connect, TenantSource source, String connector) {
    this.connect = connect;
    this.source = source;
    this.connector = connector;
  }

  /** Begins to capture every table that the database has, with the rows that are there. */
  static Capture begin(
      ConnectClient connect,
      String example,
      TenantSource source,
      DatabaseAddress database,
      String bootstrapServers)
      throws SQLException {
    String connector = example + "-" + source.tenant();
    List<TenantSource.SourceTable> tables = source.tables();
    String names =
        tables.stream().map(TenantSource.SourceTable::toString).collect(Collectors.joining(","));
    // Before the connector: a table that comes later would have to be made known to it.
    source.mark();
    connect.register(connector, source.connector(connector, database, names, bootstrapServers));
    connect.awaitRunning(connector, PATIENCE);
    return new Capture(connect, source, connector);
  }

  /**
   * Returns when all that was committed before this call is in Kafka.
   *
   * <p>A mark goes into the database's log, and Connect's own offset is watched until it reaches
   * the mark: Connect keeps an offset only after Kafka has acknowledged every event up to it. The
   * first mark may fall before the connector began to read the log; then it will never meet it, but
   * one of those that follow, and what was committed before is in the first image.
   */
  void awaitAll() throws SQLException {
    long mark = source.mark();
    connect.awaitOffset(connector, PATIENCE, offset -> reached(offset, mark));
  }

  private boolean reached(ConnectorOffset offset, long mark) {
    boolean streaming = !offset.offset().containsKey(SNAPSHOT);
    OptionalLong position = source.position(offset);
    if (streaming && position.isPresent() && position.getAsLong() >= mark) {
      return true;
    }
    markAgain();
    return false;
  }

  @Override
  public String toString() {
    return connector;
  }

  private void markAgain() {
    try {
      source.mark();
    } catch (SQLException failed) {
      throw new IllegalStateException("cannot write to the log of " + source, failed);
    }
  }
}
