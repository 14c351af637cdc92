package io.firn.model;

import java.util.Locale;

/** The three layers of the lakehouse, in the order in which a run walks them. */
public enum Layer {
  BRONZE,
  SILVER,
  GOLD;

  /** Lower-case name, as it stands in pipeline files, unit names and Iceberg namespaces. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
