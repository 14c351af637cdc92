package io.firn.config;

import java.util.Locale;

/** Debezium connectors, by the word in {@code source.connector} of their events. */
public enum Connector {
  MONGODB,
  POSTGRESQL,
  MYSQL,
  MARIADB,
  SQLSERVER,
  ORACLE;

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
