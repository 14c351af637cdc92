package io.firn.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.firn.model.Names;
import io.firn.model.UnitName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code expect} of a table: one section for each expectation. */
final class ExpectSection {
  static final Key<ConfigObject> EXPECT =
      new Key<>(
          "expect",
          ValueType.object("sections by name"),
          new Key.Absent<>("nothing"),
          "What must hold before the table is published, one section each.",
          "");

  static final Key<String> CHECK =
      kind(
          Expectation.Check.KEY,
          ValueType.of("an SQL condition over one row", text -> text),
          "A condition that is true for each row. One that is unknown, since a value is null, does"
              + " not hold.",
          "\"total >= 0\"");
  static final Key<List<String>> NOT_NULL =
      kind(
          Expectation.NotNull.KEY,
          ValueType.COLUMN_NAMES,
          "Columns that have a value in each row.",
          "[total]");
  static final Key<ConfigObject> ACCEPTED =
      kind(
          Expectation.Accepted.KEY,
          ValueType.object("{ column = …, values = […] }"),
          "A column that has one of these values in each row; null is none of them. Both are"
              + " compared as texts.",
          "{ column = status, values = [open, paid] }");
  static final Key<List<String>> UNIQUE =
      kind(
          Expectation.Unique.KEY,
          ValueType.COLUMN_NAMES,
          "Columns whose values together stand in one row only. As in SQL, rows with a null among"
              + " them are not compared.",
          "[tenant, email]");
  static final Key<ConfigObject> REFERENCES =
      kind(
          Expectation.References.KEY,
          ValueType.object("{ columns = […], table = … }"),
          "Columns whose values together stand in another table of `from`, read as of the same cut;"
              + " `table-columns` when they are called otherwise there. As in SQL, rows with a null"
              + " among them are not looked up.",
          "{ columns = [tenant], table = silver.orders, table-columns = [tenant] }");
  static final Key<ConfigObject> ROWS =
      kind(
          Expectation.Rows.KEY,
          ValueType.object("{ min = …, max = … }"),
          "How many rows the table has, one bound or both.",
          "{ min = 1 }");
  static final Key<ConfigObject> FRESH =
      kind(
          Expectation.Fresh.KEY,
          ValueType.object("{ column = …, at-most = … }"),
          "How far the newest value of a date or timestamp may lie before the moment when the newest"
              + " of the inputs was committed; a date counts as its first moment in UTC.",
          "{ column = ordered_at, at-most = 2h }");
  static final Key<ConfigObject> CHANGE =
      kind(
          Expectation.Change.KEY,
          ValueType.object("{ at-most = … }"),
          "How far the number of rows may move from that of the table as it is served, in percent of"
              + " it. A table without rows is not compared.",
          "{ at-most = \"50%\" }");
  static final Key<Otherwise> OTHERWISE =
      new Key<>(
          "otherwise",
          ValueType.oneOf(Otherwise.class),
          new Key.Default<>(Otherwise.FAIL),
          "What becomes of a run where it does not hold. `fail`: the table stays as it is, exit"
              + " code 30; `warn`: it is reported; `quarantine`, with check, not-null and accepted:"
              + " those rows are kept out, in `gold.__failed` with the reason.",
          "warn");

  private static final List<Key<?>> KINDS =
      List.of(CHECK, NOT_NULL, ACCEPTED, UNIQUE, REFERENCES, ROWS, FRESH, CHANGE);

  static final Section OF_GOLD =
      new Section(
          "firn.gold.NAME.expect.EXPECTATION",
          "What a gold table must be, each with one of the keys `check` to `change`. The rows of a"
              + " run are written to the table's branch `firn_audit`, looked at there, and published"
              + " when all hold that say `fail`.",
          List.of(CHECK, NOT_NULL, ACCEPTED, UNIQUE, REFERENCES, ROWS, FRESH, CHANGE, OTHERWISE));

  static final Section OF_SILVER =
      new Section(
          "firn.silver.NAME.expect.EXPECTATION",
          "The same for a silver table, but for `references`, since two silver tables are of no"
              + " common moment, and `otherwise = quarantine`. Conditions of one row are asked of the"
              + " rows that a run writes, and of all rows once after they became others; `unique` and"
              + " `fresh` read the whole table at each run that changes it.",
          OF_GOLD.keys().stream().filter(key -> !key.equals(REFERENCES)).toList());

  private static final Key<String> COLUMN =
      Key.required("column", ValueType.TEXT, "A column.", "status");
  private static final Key<List<String>> VALUES =
      Key.required(
          "values", ValueType.listOf("values", ValueType.TEXT), "Its values.", "[open, paid]");
  private static final Key<List<String>> COLUMNS =
      Key.required("columns", ValueType.COLUMN_NAMES, "Columns.", "[tenant]");
  private static final Key<UnitName> TABLE =
      Key.required("table", ValueType.TABLE, "A table.", "silver.orders");
  private static final Key<List<String>> TABLE_COLUMNS =
      new Key<>(
          "table-columns",
          ValueType.COLUMN_NAMES,
          new Key.Absent<>("the same names"),
          "Its columns.",
          "[tenant]");
  private static final Key<Integer> MIN = bound("min");
  private static final Key<Integer> MAX = bound("max");
  private static final Key<Duration> AGE =
      Key.required(
          "at-most",
          ValueType.of("a duration, e.g. 2h", ExpectSection::duration),
          "How old.",
          "2h");
  private static final Key<Double> SHARE =
      Key.required(
          "at-most",
          ValueType.of("a percentage, e.g. \"50%\"", ExpectSection::percentage),
          "How much.",
          "\"50%\"");

  private ExpectSection() {}

  private static <T> Key<T> kind(String name, ValueType<T> type, String meaning, String example) {
    return new Key<>(name, type, new Key.Absent<>("another kind"), meaning, example);
  }

  private static Key<Integer> bound(String name) {
    return new Key<>(
        name, ValueType.integer(0, 999_999_999), new Key.Absent<>("no bound"), "A bound.", "1");
  }

  /** The expectations of a table; what is wrong with one is a problem at its place. */
  static Expectations readAll(Cursor table, Section section) {
    ConfigObject found = table.read(EXPECT).orElse(null);
    if (found == null) {
      return Expectations.NONE;
    }
    List<Expectation> all = new ArrayList<>();
    for (String name : found.keySet()) {
      List<String> at = Cursor.below(table.pathOf(EXPECT), name);
      if (section.equals(OF_SILVER) && refers(found.get(name))) {
        table.reject(
            Cursor.below(at, REFERENCES.name()),
            "is asked in gold, where both tables are of one cut: a row may reach silver before the"
                + " one that it refers to");
        continue;
      }
      table
          .read(at, Objects.requireNonNull(found.get(name), name), ValueType.SECTION)
          .map(object -> table.inner(at, section, object))
          .flatMap(ExpectSection::read)
          .ifPresent(all::add);
    }
    return new Expectations(all);
  }

  private static boolean refers(ConfigValue expectation) {
    return expectation instanceof ConfigObject object && object.containsKey(REFERENCES.name());
  }

  /** Notes references to tables that are not among {@code from}: their cut is not this one. */
  static void checkReferences(Cursor table, Expectations expectations, List<UnitName> from) {
    for (Expectation expected : expectations.all()) {
      if (expected.rule() instanceof Expectation.References references
          && !from.contains(references.table())) {
        table.reject(
            Cursor.below(
                Cursor.below(table.pathOf(EXPECT), expected.name()), Expectation.References.KEY),
            "'"
                + references.table().tableName()
                + "' is not in 'from'; add it, so that both are read as of one cut");
      }
    }
  }

  /** Notes what cannot be asked of a silver table. */
  static void checkOfSilver(Cursor table, Expectations expectations) {
    for (Expectation expected : expectations.all()) {
      List<String> at = Cursor.below(table.pathOf(EXPECT), expected.name());
      if (expected.otherwise() == Otherwise.QUARANTINE) {
        table.reject(
            Cursor.below(at, OTHERWISE.name()),
            "quarantine keeps rows out of gold alone; expected warn or fail");
      }
    }
  }

  private static Optional<Expectation> read(Cursor cursor) {
    String name = cursor.name();
    Optional<Expectation.Rule> rule = rule(cursor);
    Optional<Otherwise> otherwise = cursor.read(OTHERWISE);
    return cursor.build(
        () -> new Expectation(Names.table(name), rule.orElseThrow(), otherwise.orElseThrow()));
  }

  private static Optional<Expectation.Rule> rule(Cursor cursor) {
    List<String> kinds = KINDS.stream().filter(cursor::has).map(Key::name).toList();
    if (kinds.size() != 1) {
      cursor.reject(
          cursor.path(),
          "expected one of "
              + String.join(", ", KINDS.stream().map(Key::name).toList())
              + ", found "
              + (kinds.isEmpty() ? "none" : String.join(" and ", kinds)));
      return Optional.empty();
    }
    return switch (kinds.get(0)) {
      case Expectation.Check.KEY -> cursor.read(CHECK).map(Expectation.Check::new);
      case Expectation.NotNull.KEY -> cursor.read(NOT_NULL).map(Expectation.NotNull::new);
      case Expectation.Unique.KEY -> cursor.read(UNIQUE).map(Expectation.Unique::new);
      case Expectation.Accepted.KEY ->
          enter(cursor, ACCEPTED, COLUMN, VALUES).flatMap(ExpectSection::accepted);
      case Expectation.References.KEY ->
          enter(cursor, REFERENCES, COLUMNS, TABLE, TABLE_COLUMNS)
              .flatMap(ExpectSection::references);
      case Expectation.Rows.KEY -> enter(cursor, ROWS, MIN, MAX).flatMap(ExpectSection::rows);
      case Expectation.Fresh.KEY -> enter(cursor, FRESH, COLUMN, AGE).flatMap(ExpectSection::fresh);
      default -> enter(cursor, CHANGE, SHARE).flatMap(ExpectSection::change);
    };
  }

  private static Optional<Cursor> enter(Cursor cursor, Key<ConfigObject> kind, Key<?>... keys) {
    return cursor.enter(
        kind, new Section(OF_GOLD.path() + "." + kind.name(), kind.meaning(), List.of(keys)));
  }

  private static Optional<Expectation.Rule> accepted(Cursor cursor) {
    Optional<String> column = cursor.read(COLUMN);
    Optional<List<String>> values = cursor.read(VALUES);
    return cursor.build(() -> new Expectation.Accepted(column.orElseThrow(), values.orElseThrow()));
  }

  private static Optional<Expectation.Rule> references(Cursor cursor) {
    Optional<List<String>> columns = cursor.read(COLUMNS);
    Optional<UnitName> table = cursor.read(TABLE);
    Optional<List<String>> theirs = cursor.read(TABLE_COLUMNS);
    return cursor.build(
        () ->
            new Expectation.References(
                columns.orElseThrow(),
                table.orElseThrow(),
                theirs.orElseGet(columns::orElseThrow)));
  }

  private static Optional<Expectation.Rule> rows(Cursor cursor) {
    Optional<Integer> min = cursor.read(MIN);
    Optional<Integer> max = cursor.read(MAX);
    return cursor.build(() -> new Expectation.Rows(count(min), count(max)));
  }

  private static OptionalLong count(Optional<Integer> bound) {
    return bound.map(rows -> OptionalLong.of(rows)).orElseGet(OptionalLong::empty);
  }

  private static Optional<Expectation.Rule> fresh(Cursor cursor) {
    Optional<String> column = cursor.read(COLUMN);
    Optional<Duration> age = cursor.read(AGE);
    return cursor.build(() -> new Expectation.Fresh(column.orElseThrow(), age.orElseThrow()));
  }

  private static Optional<Expectation.Rule> change(Cursor cursor) {
    Optional<Double> share = cursor.read(SHARE);
    return cursor.build(() -> new Expectation.Change(share.orElseThrow()));
  }

  private static Duration duration(String text) {
    try {
      Duration duration = ConfigValueFactory.fromAnyRef(text).atKey("d").getDuration("d");
      if (!duration.isNegative() && text.matches(".*[a-z]\\s*")) {
        return duration;
      }
    } catch (ConfigException unreadable) {
      throw new IllegalArgumentException(
          "expected a duration, e.g. 2h, found '" + text + "'", unreadable);
    }
    throw new IllegalArgumentException("expected a duration with its unit, e.g. 2h, found " + text);
  }

  private static double percentage(String text) {
    if (!text.matches("\\d{1,6}(\\.\\d{1,3})?\\s*%")) {
      throw new IllegalArgumentException(
          "expected a percentage, e.g. \"50%\", found '" + text + "'");
    }
    return Double.parseDouble(text.replace("%", "").strip()) / 100;
  }
}
