package io.firn.config;

import java.util.Locale;

/** What a source field's column is called when the pipeline declares none. */
public enum Names {
  /** As the field. */
  AS_IS,
  /** In lower case, words joined by underscores: {@code orderNo} and {@code Order-No} alike. */
  SNAKE_CASE;

  public String of(String field) {
    return this == AS_IS ? field : snakeCase(field);
  }

  private static String snakeCase(String field) {
    String words =
        field
            .replaceAll("(\\p{Ll}|\\p{N})(\\p{Lu})", "$1_$2")
            .replaceAll("(\\p{Lu})(\\p{Lu}\\p{Ll})", "$1_$2");
    return words.replaceAll("[^\\p{L}\\p{N}_]+", "_").toLowerCase(Locale.ROOT);
  }
}
