package io.firn.run.trial;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A single value of a test as it is written; what it becomes is its column's business.
 *
 * @param text as written, without quotes
 * @param kind what it looks like, for columns of which nobody says the type
 */
public record Scalar(String text, Kind kind) {
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]*)");
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]*)?([eE][-+]?[0-9]+)?");

  /** What a text without quotes looks like. */
  public enum Kind {
    TEXT,
    INTEGER,
    NUMBER,
    BOOLEAN
  }

  /** Text without quotes. */
  public static Scalar plain(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    if (word.equals("true") || word.equals("false")) {
      return new Scalar(word, Kind.BOOLEAN);
    }
    if (INTEGER.matcher(text).matches()) {
      return new Scalar(text, Kind.INTEGER);
    }
    return new Scalar(text, NUMBER.matcher(text).matches() ? Kind.NUMBER : Kind.TEXT);
  }

  /** Text between quotes. */
  public static Scalar quoted(String text) {
    return new Scalar(text, Kind.TEXT);
  }

  @Override
  public String toString() {
    return text;
  }
}
