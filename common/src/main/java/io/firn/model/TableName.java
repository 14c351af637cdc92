package io.firn.model;

/** A table inside the catalog, written {@code namespace.name}; system tables start with "__". */
public record TableName(String namespace, String name) {
  public TableName {
    if (namespace.isBlank() || name.isBlank()) {
      throw new IllegalArgumentException("a table needs a namespace and a name");
    }
  }

  /** Reads {@code namespace.name}. */
  public static TableName parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      throw new IllegalArgumentException(
          "'" + text + "' is no table name: expected NAMESPACE.NAME");
    }
    return new TableName(text.substring(0, dot), text.substring(dot + 1));
  }

  /** Three-part name for Spark, every part quoted. */
  public String inCatalog(String catalog) {
    return "`" + catalog + "`.`" + namespace + "`.`" + name + "`";
  }

  @Override
  public String toString() {
    return namespace + "." + name;
  }
}
