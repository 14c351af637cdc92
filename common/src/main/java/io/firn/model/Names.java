package io.firn.model;

import java.util.regex.Pattern;

/** The one rule for names of pipelines, tables and columns that Firn itself creates. */
public final class Names {
  /** Lower case, digits and underscore: readable by Spark, StarRocks and Trino without quotes. */
  public static final Pattern TABLE = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  private Names() {}

  /**
   * Returns {@code name} when it is a legal table name.
   *
   * @throws IllegalArgumentException naming the rule and what was found
   */
  public static String table(String name) {
    if (!TABLE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is not a legal name: expected a lower-case letter, then at most 62 lower-case"
              + " letters, digits or underscores");
    }
    return name;
  }
}
