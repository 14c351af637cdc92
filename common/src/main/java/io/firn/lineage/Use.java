package io.firn.lineage;

import java.util.Locale;

/**
 * What a column of the input does to one of the result: the kinds and their names are those of the
 * column lineage facet of OpenLineage.
 */
public enum Use {
  /** It is that column. */
  IDENTITY(true),
  /** The value is computed from it, row by row. */
  TRANSFORMATION(true),
  /** The value is computed from it over several rows. */
  AGGREGATION(true),
  /** It decides which of several values is taken. */
  CONDITIONAL(false),
  /** It decides which rows there are. */
  FILTER(false),
  /** It decides which rows meet, or into how many a row is taken apart. */
  JOIN(false),
  /** It decides which rows are one group. */
  GROUP_BY(false),
  /** It decides the order. */
  SORT(false),
  /** It decides which other rows a row's value is computed over. */
  WINDOW(false);

  private final boolean direct;

  Use(boolean direct) {
    this.direct = direct;
  }

  /** Whether the column's value comes into the result's, rather than deciding about it. */
  public boolean direct() {
    return direct;
  }

  /** As a person reads it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
