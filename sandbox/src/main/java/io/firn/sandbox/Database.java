package io.firn.sandbox;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A database server whose change log Debezium can read, with a user who may do everything. */
public sealed interface Database extends Part permits Postgres, MariaDb {

  String host();

  int port();

  String user();

  String password();

  /** The URL of one database, without user and password. */
  String jdbcUrl(String database);

  /** Creates a database if it does not exist. */
  void createDatabase(String database);

  /** All a client needs to know to use one database. */
  default DatabaseAddress address(String database) {
    return new DatabaseAddress(host(), port(), database, user(), password());
  }

  /** A new connection, which the caller closes. */
  default Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(database), user(), password());
  }
}
