package io.firn.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column type as it stands in the file, checked: Iceberg's primitive type names.
 *
 * <p>Without Iceberg's {@code time} and {@code uuid}: Spark has no such column types and StarRocks
 * does not read them, so both are {@code string} in silver (ISO 8601 time, canonical UUID text).
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
  private static final Pattern DECIMAL =
      Pattern.compile("decimal\\(\\s*(\\d{1,2})\\s*,\\s*(\\d{1,2})\\s*\\)");

  public ColumnType {
    text = text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", "");
    Matcher decimal = DECIMAL.matcher(text);
    boolean isDecimal =
        decimal.matches()
            && Integer.parseInt(decimal.group(1)) >= 1
            && Integer.parseInt(decimal.group(1)) <= 38
            && Integer.parseInt(decimal.group(2)) <= Integer.parseInt(decimal.group(1));
    if (!isDecimal && !PRIMITIVES.contains(text)) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no column type: expected one of "
              + String.join(", ", PRIMITIVES)
              + " or decimal(precision,scale) with precision up to 38");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
