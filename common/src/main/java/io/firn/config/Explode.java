package io.firn.config;

import java.io.Serializable;

/**
 * A silver table with a row for each element of an array, or each entry of a map, inside the
 * source's row.
 *
 * @param path of the array in the row image, dotted
 * @param key the column that tells the elements of one row apart: {@link #INDEX}, {@link #NAME} or
 *     one that the elements fill
 */
public record Explode(String path, String key) implements Serializable {
  /** The element's place in its array, from 0; a column of every such table. */
  public static final String INDEX = "__index";

  /** The entry's name; with this as key the elements are the entries of a map. */
  public static final String NAME = "__name";

  /** Whether the elements are the entries of a map. */
  public boolean ofMap() {
    return key.equals(NAME);
  }

  /** Whether the elements themselves tell their key. */
  public boolean ownKey() {
    return !isPlace(key);
  }

  static boolean isPlace(String column) {
    return column.equals(INDEX) || column.equals(NAME);
  }
}
