package io.firn.config;

import java.util.List;
import java.util.Locale;

/**
 * A column type as it stands in the file, checked: Iceberg's primitive type names, and {@code
 * list<…>}, {@code map<string,…>} and {@code struct<name:…,…>} of them.
 *
 * <p>Without Iceberg's {@code time} and {@code uuid}: Spark has no such column types and StarRocks
 * does not read them, so both are {@code string} in silver (ISO 8601 time, canonical UUID text).
 *
 * @param text without spaces, type names in lower case
 */
public record ColumnType(String text) {
  public static final List<String> PRIMITIVES =
      List.of(
          "string",
          "boolean",
          "int",
          "long",
          "float",
          "double",
          "date",
          "timestamp",
          "timestamptz",
          "binary");

  public ColumnType {
    try {
      text = new TypeParser(text.strip()).parse().text();
    } catch (IllegalArgumentException notAType) {
      throw new IllegalArgumentException(
          "'"
              + text.strip().toLowerCase(Locale.ROOT)
              + "' is no column type: "
              + notAType.getMessage(),
          notAType);
    }
  }

  /** The type by its parts. */
  public TypeTree tree() {
    return new TypeParser(text).parse();
  }

  /** Whether it is made of other types, so that it identifies no row and has no hash. */
  public boolean isNested() {
    return !(tree() instanceof TypeTree.Primitive);
  }

  @Override
  public String toString() {
    return text;
  }
}
