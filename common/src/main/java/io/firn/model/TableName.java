package io.firn.model;

/** A table inside the catalog, written {@code namespace.name}; system tables start with "__". */
public record TableName(String namespace, String name) {
  public TableName {
    if (namespace.isBlank() || name.isBlank()) {
      throw new IllegalArgumentException("a table needs a namespace and a name");
    }
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
