package io.firn.config;

/** Iceberg catalogs that Firn opens, by the names that Iceberg's {@code type} property knows. */
public enum CatalogType {
  REST,
  JDBC,
  GLUE,
  HIVE,
  HADOOP
}
