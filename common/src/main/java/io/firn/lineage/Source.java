package io.firn.lineage;

import java.util.Comparator;

/**
 * A column that a query reads.
 *
 * @param table as the query's caller names it, {@code silver.orders}
 */
public record Source(String table, String column) implements Comparable<Source> {
  private static final Comparator<Source> BY_TABLE_THEN_COLUMN =
      Comparator.comparing(Source::table).thenComparing(Source::column);

  @Override
  public int compareTo(Source other) {
    return BY_TABLE_THEN_COLUMN.compare(this, other);
  }

  @Override
  public String toString() {
    return table + "." + column;
  }
}
