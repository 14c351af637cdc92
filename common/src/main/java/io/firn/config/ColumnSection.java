package io.firn.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.firn.config.ColumnSpec.Encoding;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code firn.silver.NAME.columns.COLUMN}. */
final class ColumnSection {
  static final Key<String> PATH =
      new Key<>(
          "path",
          ValueType.of("a dotted field name", ColumnSection::path),
          new Key.Absent<>("the column's name"),
          "The source field, dotted for a nested one; `\\.` is a dot in a name. In an array a"
              + " number leads to an element, a name to that field of all.",
          "total_amount");
  static final Key<ColumnType> TYPE =
      new Key<>(
          "type",
          ValueType.COLUMN_TYPE,
          new Key.Absent<>("the source's type"),
          "One of "
              + String.join(", ", ColumnType.PRIMITIVES)
              + ", decimal(precision,scale), or list<…>, map<string,…>, struct<name:…> of these.",
          "\"decimal(12,2)\"");
  static final Key<Encoding> ENCODING =
      new Key<>(
          "encoding",
          ValueType.oneOf(Encoding.class),
          new Key.Absent<>("told by the type"),
          "How an event without schema writes the value: days, millis, micros, nanos since 1970,"
              + " iso text, or unscaled (Base64 of a precise decimal).",
          "unscaled");
  static final Section SECTION =
      new Section(
          "firn.silver.NAME.columns.COLUMN",
          "A declared column. Columns stand in the table in the order of their lines.",
          List.of(PATH, TYPE, ENCODING));

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private ColumnSection() {}

  static String path(String text) {
    FieldPath.steps(text);
    return text;
  }

  /** The columns by line; those on one line by name, since HOCON forgets their order. */
  static List<ColumnSpec> readAll(Cursor table, Key<ConfigObject> key) {
    Optional<ConfigObject> columns = table.read(key);
    if (columns.isEmpty()) {
      return List.of();
    }
    Locations locations = table.document().locations();
    Comparator<List<String>> byLine =
        Comparator.comparing(
            locations::of, Comparator.comparing(Location::file).thenComparingInt(Location::line));
    Set<String> names = columns.get().keySet();
    return names.stream()
        .sorted()
        .map(name -> Cursor.below(table.pathOf(key), name))
        .sorted(byLine)
        .flatMap(at -> read(table, at, columns.get(), names).stream())
        .toList();
  }

  private static Optional<ColumnSpec> read(
      Cursor table, List<String> at, ConfigObject columns, Set<String> names) {
    String name = at.get(at.size() - 1);
    checkName(table, at, name);
    NameClash.find(name, names).ifPresent(clash -> table.reject(at, clash));
    ConfigValue value = columns.get(name);
    if (value instanceof ConfigObject) {
      return table
          .read(at, value, ValueType.SECTION)
          .flatMap(section -> read(table.inner(at, SECTION, section)));
    }
    return table
        .read(at, value, ValueType.COLUMN_TYPE)
        .map(type -> new ColumnSpec(name, name, Optional.of(type), Optional.empty()));
  }

  private static Optional<ColumnSpec> read(Cursor cursor) {
    Optional<String> path = cursor.read(PATH);
    Optional<ColumnType> type = cursor.read(TYPE);
    Optional<Encoding> encoding = cursor.read(ENCODING);
    if (encoding.isPresent() && encoding.get() == Encoding.UNSCALED && !cursor.has(TYPE)) {
      cursor.reject(ENCODING, "unscaled needs type = \"decimal(precision,scale)\" for the scale");
    } else if (encoding.isPresent() && type.isPresent()) {
      Set<Encoding> possible = encodings(type.get());
      if (!possible.contains(encoding.get())) {
        cursor.reject(
            ENCODING,
            "a "
                + type.get()
                + " is not encoded as "
                + word(encoding.get())
                + (possible.isEmpty() ? "; leave it out" : "; expected one of " + words(possible)));
      }
    }
    String name = cursor.name();
    return cursor.build(() -> new ColumnSpec(name, path.orElse(name), type, encoding));
  }

  private static void checkName(Cursor table, List<String> at, String name) {
    if (name.startsWith("__")) {
      table.reject(at, "names that start with '__' are reserved for Firn's own columns");
    } else if (name.equalsIgnoreCase(SilverTable.TENANT)) {
      table.reject(
          at, "'tenant' is the topic's tenant; give the source's field another name with 'path'");
    } else if (!NAME.matcher(name).matches()) {
      table.reject(
          at,
          "'"
              + name
              + "' is not a legal column name: expected letters, digits and underscores;"
              + " name the source's field with 'path'");
    }
  }

  private static Set<Encoding> encodings(ColumnType type) {
    if (type.text().startsWith("decimal")) {
      return EnumSet.of(Encoding.UNSCALED);
    }
    return switch (type.text()) {
      case "date" -> EnumSet.of(Encoding.DAYS, Encoding.ISO);
      case "timestamp", "timestamptz" ->
          EnumSet.of(Encoding.MILLIS, Encoding.MICROS, Encoding.NANOS, Encoding.ISO);
      default -> EnumSet.noneOf(Encoding.class);
    };
  }

  private static String words(Set<Encoding> encodings) {
    return String.join(", ", encodings.stream().map(ColumnSection::word).toList());
  }

  private static String word(Encoding encoding) {
    return encoding.name().toLowerCase(Locale.ROOT);
  }
}
