package io.firn.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one column type. */
final class TypeParser {
  private static final Pattern WORD = Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*");
  private static final Pattern DIGITS =
      Pattern.compile("\\s*\\(\\s*(\\d{1,2})\\s*,\\s*(\\d{1,2})\\s*\\)\\s*");
  private static final int MAX_PRECISION = 38;

  private final String text;
  private int at;

  TypeParser(String text) {
    this.text = text;
  }

  /**
   * @throws IllegalArgumentException that says what was expected
   */
  TypeTree parse() {
    TypeTree type = type();
    if (at < text.length()) {
      throw expected();
    }
    return type;
  }

  private TypeTree type() {
    String word = word().toLowerCase(Locale.ROOT);
    return switch (word) {
      case "decimal" -> decimal();
      case "list" -> {
        require('<');
        TypeTree element = type();
        require('>');
        yield new TypeTree.ListOf(element);
      }
      case "map" -> map();
      case "struct" -> struct();
      default -> {
        if (!ColumnType.PRIMITIVES.contains(word)) {
          throw expected();
        }
        yield new TypeTree.Primitive(word);
      }
    };
  }

  private TypeTree decimal() {
    Matcher digits = DIGITS.matcher(text).region(at, text.length());
    if (!digits.lookingAt()) {
      throw expected();
    }
    int precision = Integer.parseInt(digits.group(1));
    int scale = Integer.parseInt(digits.group(2));
    if (precision < 1 || precision > MAX_PRECISION || scale > precision) {
      throw expected();
    }
    at = digits.end();
    return new TypeTree.Primitive("decimal(" + precision + "," + scale + ")");
  }

  private TypeTree map() {
    require('<');
    if (!type().text().equals("string")) {
      throw new IllegalArgumentException("expected a map from string, map<string,…>");
    }
    require(',');
    TypeTree value = type();
    require('>');
    return new TypeTree.MapOf(value);
  }

  private TypeTree struct() {
    List<TypeTree.Field> fields = new ArrayList<>();
    require('<');
    do {
      String name = word();
      require(':');
      fields.add(new TypeTree.Field(name, type()));
    } while (accept(','));
    require('>');
    return new TypeTree.StructOf(fields);
  }

  private String word() {
    Matcher word = WORD.matcher(text).region(at, text.length());
    if (!word.lookingAt()) {
      throw expected();
    }
    at = word.end();
    return word.group(1);
  }

  private void require(char sign) {
    if (!accept(sign)) {
      throw expected();
    }
  }

  private boolean accept(char sign) {
    boolean there = at < text.length() && text.charAt(at) == sign;
    if (there) {
      at++;
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }
    return there;
  }

  private static IllegalArgumentException expected() {
    return new IllegalArgumentException(
        "expected one of "
            + String.join(", ", ColumnType.PRIMITIVES)
            + ", decimal(precision,scale) with precision up to 38, or list<…>, map<string,…>,"
            + " struct<name:…> of these");
  }
}
