package io.firn.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.firn.model.Suggestion;
import io.firn.model.UnitName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What a value must be.
 *
 * @param text in words, for the reference and for messages: "expected …"
 * @param reader throws {@link IllegalArgumentException} with the rule and the finding
 */
record ValueType<T>(String text, Function<ConfigValue, T> reader) {
  static final ValueType<String> TEXT = of("a text", text -> text);
  static final ValueType<String> PATH = of("a path", text -> text);
  static final ValueType<List<String>> COLUMN_NAMES =
      listOf("column names", of("a column name", ValueType::columnName));
  static final ValueType<ColumnType> COLUMN_TYPE = of("a column type", ColumnType::new);
  static final ValueType<UnitName> TABLE = of("a table, written `layer.name`", UnitName::parse);
  static final ValueType<Pattern> REGEX = of("a regular expression", ValueType::regex);
  static final ValueType<List<String>> NAME_PATTERNS =
      listOf("regular expressions", of("a regular expression", text -> regex(text).pattern()));
  static final ValueType<Long> BYTES = of("a size, e.g. `64 GiB`", ValueType::bytes);
  static final ValueType<Boolean> YES_OR_NO = of("true or false", ValueType::yesOrNo);
  static final ValueType<Double> SHARE = of("a number from 0 to 1", ValueType::share);
  static final ValueType<ConfigObject> SECTION = object("a section { … }");
  static final ValueType<ConfigObject> TABLES = object("sections by table name");
  static final ValueType<ConfigObject> COLUMNS = object("sections or types by column name");
  static final ValueType<ConfigObject> SETTINGS = object("settings by name");

  /**
   * @throws IllegalArgumentException with a message that holds nothing from the environment
   */
  T read(ConfigValue value) {
    try {
      return reader.apply(value);
    } catch (IllegalArgumentException wrong) {
      if (Variables.contributedTo(value)) {
        throw new IllegalArgumentException(
            "expected " + text + ", and the " + value.origin().description() + " is not that");
      }
      throw wrong;
    }
  }

  static <T> ValueType<T> of(String text, Function<String, T> parse) {
    return new ValueType<>(text, value -> parse.apply(text(text, value)));
  }

  /** A word for each constant of the enum. */
  static <E extends Enum<E>> ValueType<E> oneOf(Class<E> constants) {
    Map<String, E> byWord = new LinkedHashMap<>();
    for (E constant : constants.getEnumConstants()) {
      byWord.put(constant.name().toLowerCase(Locale.ROOT), constant);
    }
    String text = "one of " + String.join(", ", byWord.keySet());
    return of(
        text,
        word -> {
          if (!byWord.containsKey(word)) {
            throw new IllegalArgumentException(
                "expected "
                    + text
                    + ", found '"
                    + word
                    + "'"
                    + Suggestion.hint(word, byWord.keySet()));
          }
          return byWord.get(word);
        });
  }

  static ValueType<Integer> integer(int least, int most) {
    String text = "a whole number from " + least + " to " + most;
    return of(
        text,
        number -> {
          boolean whole = number.matches("-?\\d{1,9}");
          if (!whole || Integer.parseInt(number) < least || Integer.parseInt(number) > most) {
            throw new IllegalArgumentException("expected " + text + ", found " + number);
          }
          return Integer.parseInt(number);
        });
  }

  private static Double share(String number) {
    if (!number.matches("0(\\.\\d{1,9})?|1(\\.0{1,9})?")) {
      throw new IllegalArgumentException("expected a number from 0 to 1, found " + number);
    }
    return Double.parseDouble(number);
  }

  /** At least one element, none twice; case does not tell two names apart. */
  static <T> ValueType<List<T>> listOf(String text, ValueType<T> element) {
    return new ValueType<>(
        text,
        value -> {
          if (value.valueType() != ConfigValueType.LIST) {
            throw new IllegalArgumentException(
                "expected " + text + " in [ ], found " + found(value));
          }
          List<T> elements = new ArrayList<>();
          for (ConfigValue next : (ConfigList) value) {
            T read = element.read(next);
            for (T earlier : elements) {
              if (earlier.toString().equalsIgnoreCase(read.toString())) {
                throw new IllegalArgumentException("'" + read + "' stands there twice");
              }
            }
            elements.add(read);
          }
          if (elements.isEmpty()) {
            throw new IllegalArgumentException("expected " + text + ", found an empty list");
          }
          return List.copyOf(elements);
        });
  }

  static ValueType<ConfigObject> object(String text) {
    return new ValueType<>(
        text,
        value -> {
          value.valueType(); // throws when a substitution is still open, and so does keySet()
          if (value instanceof ConfigObject object) {
            Objects.requireNonNull(object.keySet(), "a section has keys");
            return object;
          }
          throw new IllegalArgumentException("expected " + text + ", found " + found(value));
        });
  }

  private static long bytes(String size) {
    try {
      long bytes = ConfigValueFactory.fromAnyRef(size).atKey("size").getBytes("size");
      if (bytes > 0) {
        return bytes;
      }
    } catch (ConfigException unreadable) {
      throw new IllegalArgumentException(
          "expected a size, e.g. 64 GiB, found '" + size + "'", unreadable);
    }
    throw new IllegalArgumentException("expected a size of at least one byte, found " + size);
  }

  private static String columnName(String name) {
    if (name.startsWith("__")) {
      throw new IllegalArgumentException(
          "'" + name + "': names that start with '__' are reserved for Firn's own columns");
    }
    return name;
  }

  private static Pattern regex(String expression) {
    try {
      return Pattern.compile(expression);
    } catch (PatternSyntaxException wrong) {
      throw new IllegalArgumentException(
          "'"
              + expression
              + "' is no regular expression: "
              + wrong.getDescription()
              + " at character "
              + Math.max(1, wrong.getIndex() + 1));
    }
  }

  /** Numbers and booleans are texts, too, with the digits as they were written. */
  private static String text(String expected, ConfigValue value) {
    ConfigValueType type = value.valueType();
    if (type == ConfigValueType.LIST
        || type == ConfigValueType.OBJECT
        || type == ConfigValueType.NULL) {
      throw new IllegalArgumentException("expected " + expected + ", found " + found(value));
    }
    String text = value.atKey("value").getString("value");
    if (text.isBlank()) {
      throw new IllegalArgumentException("expected " + expected + ", found an empty text");
    }
    return text;
  }

  private static boolean yesOrNo(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("expected true or false, found '" + text + "'");
    };
  }

  static String found(ConfigValue value) {
    try {
      return switch (value.valueType()) {
        case OBJECT -> "a section { … }";
        case LIST -> "a list";
        case NULL -> "null";
        case NUMBER, BOOLEAN -> String.valueOf(value.unwrapped());
        case STRING -> "'" + value.unwrapped() + "'";
      };
    } catch (ConfigException.NotResolved open) {
      return "a reference without value";
    }
  }
}
