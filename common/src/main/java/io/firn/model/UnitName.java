package io.firn.model;

import java.util.Comparator;

/** One table's work in one layer, written {@code silver:orders}. */
public record UnitName(Layer layer, String table) implements Comparable<UnitName> {
  private static final Comparator<UnitName> BY_LAYER_THEN_TABLE =
      Comparator.comparing(UnitName::layer).thenComparing(UnitName::table);

  public UnitName {
    Names.table(table);
  }

  /**
   * Reads {@code layer:table} or {@code layer.table}.
   *
   * @throws IllegalArgumentException when the text is neither
   */
  public static UnitName parse(String text) {
    String[] parts = text.split("[:.]", -1);
    if (parts.length == 2) {
      for (Layer layer : Layer.values()) {
        if (layer.id().equals(parts[0])) {
          return new UnitName(layer, parts[1]);
        }
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' is no unit: expected bronze:TABLE, silver:TABLE or gold:TABLE");
  }

  /** The Iceberg table that this unit writes. */
  public TableName tableName() {
    return new TableName(layer.id(), table);
  }

  @Override
  public int compareTo(UnitName other) {
    return BY_LAYER_THEN_TABLE.compare(this, other);
  }

  @Override
  public String toString() {
    return layer.id() + ":" + table;
  }
}
