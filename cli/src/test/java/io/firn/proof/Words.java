package io.firn.proof;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Random texts that break what is not careful: other scripts, quotes, things that look like code.
 */
final class Words {
  private static final List<String> PIECES =
      List.of(
          "plain",
          "naïve Straße",
          "日本語",
          "𝒜𝓁𝓅𝒽𝒶",
          "😀👩‍👩‍👧",
          "\"quoted\"",
          "back\\slash\\",
          "line\nbreak\r\n",
          "tab\t",
          "o'clock ''",
          "{\"json\": [1]}",
          "null",
          "NaN",
          "\u0001\u001f\u007f",
          "\u2028\ufffd\uffff",
          "true",
          "  spaces  ",
          "? $1 %s ${x}",
          "__debezium",
          "[]",
          "1e3",
          "\\u0041",
          "é\u0301");

  /** No compression makes either small enough to stay in the row, so PostgreSQL moves it out. */
  private static final int BIG = 9_000;

  private static final int BIG_ENOUGH = 2_500;

  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private Words() {}

  static String text(Random random) {
    return IntStream.range(0, random.nextInt(5))
        .mapToObj(i -> PIECES.get(random.nextInt(PIECES.size())))
        .collect(Collectors.joining(random.nextBoolean() ? " " : ""));
  }

  /** At most so many characters as PostgreSQL counts them, none of them cut in half. */
  static String shortText(Random random, int length) {
    String text = text(random);
    int end = text.offsetByCodePoints(0, Math.min(length, text.codePointCount(0, text.length())));
    return text.substring(0, end);
  }

  static String sometimesBig(Random random) {
    return switch (random.nextInt(5)) {
      case 0, 1 -> text(random);
      case 2 -> big(random, BIG);
      default -> big(random, BIG_ENOUGH);
    };
  }

  private static String big(Random random, int length) {
    StringBuilder text = new StringBuilder(length + 40);
    for (int i = 0; i < length; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.append(text(random)).toString();
  }

  /** As JSON, and as PostgreSQL's arrays, write a text. */
  static String quoted(String text) {
    return "\"" + escaped(text) + "\"";
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if (point == '"' || point == '\\') {
                escaped.append('\\').appendCodePoint(point);
              } else if (point >= ' ') {
                escaped.appendCodePoint(point);
              }
            });
    return escaped.toString();
  }

  /** In PostgreSQL's notation, with nulls among the elements. */
  static String array(Random random, Supplier<String> element) {
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(i -> random.nextInt(5) == 0 ? "NULL" : element.get())
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** Long enough, mostly, to be moved out of the row. */
  static String longArray(Random random) {
    return IntStream.range(0, random.nextInt(4) > 0 ? 300 : 2)
        .mapToObj(i -> String.valueOf(random.nextLong()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  static String json(Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> "null";
      case 1 -> quoted(text(random));
      case 2 -> "[1, 2.50, -0.0, 1e3, 12345678901234567890.123456789]";
      case 3 -> "[]";
      default -> object(random, 2);
    };
  }

  private static String object(Random random, int depth) {
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(i -> quoted("k" + i + text(random)) + ": " + value(random, depth))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 5 : 3)) {
      case 0 -> String.valueOf(random.nextInt());
      case 1 -> quoted(text(random));
      case 2 -> random.nextBoolean() ? "true" : "null";
      case 3 -> object(random, depth - 1);
      default -> "[" + value(random, depth - 1) + ", " + value(random, depth - 1) + "]";
    };
  }
}
