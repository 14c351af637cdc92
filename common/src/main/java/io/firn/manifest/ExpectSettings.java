package io.firn.manifest;

import io.firn.config.Expectation;
import io.firn.config.Expectations;
import io.firn.config.Otherwise;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A table's expectations, as JSON values and back; keys as in the pipeline file. */
final class ExpectSettings {
  private static final String KEY = "expect";

  private ExpectSettings() {}

  /** Puts the expectations among a unit's settings, when there are any. */
  static void put(SortedMap<String, Object> settings, Expectations expectations) {
    if (!expectations.isEmpty()) {
      settings.put(KEY, expectations.all().stream().map(ExpectSettings::of).toList());
    }
  }

  private static SortedMap<String, Object> of(Expectation expected) {
    SortedMap<String, Object> settings = new TreeMap<>();
    settings.put("name", expected.name());
    settings.put("otherwise", UnitSettings.word(expected.otherwise()));
    settings.put(expected.rule().key(), value(expected.rule()));
    return settings;
  }

  private static Object value(Expectation.Rule rule) {
    if (rule instanceof Expectation.Check check) {
      return check.condition();
    }
    if (rule instanceof Expectation.NotNull notNull) {
      return notNull.columns();
    }
    if (rule instanceof Expectation.Unique unique) {
      return unique.columns();
    }
    SortedMap<String, Object> value = new TreeMap<>();
    if (rule instanceof Expectation.Accepted accepted) {
      value.put("column", accepted.column());
      value.put("values", accepted.values());
    } else if (rule instanceof Expectation.References references) {
      value.put("columns", references.columns());
      value.put("table", references.table().toString());
      value.put("table-columns", references.tableColumns());
    } else if (rule instanceof Expectation.Rows rows) {
      rows.min().ifPresent(min -> value.put("min", min));
      rows.max().ifPresent(max -> value.put("max", max));
    } else if (rule instanceof Expectation.Fresh fresh) {
      value.put("column", fresh.column());
      value.put("at-most", fresh.atMost().toString());
    } else if (rule instanceof Expectation.Change change) {
      value.put("at-most", change.atMost());
    } else {
      throw new IllegalStateException("a kind of expectation that manifests do not know");
    }
    return value;
  }

  static Expectations read(JsonCursor settings) {
    JsonCursor expectations = settings.at(KEY);
    return expectations.isThere()
        ? new Expectations(expectations.list(ExpectSettings::expectation))
        : Expectations.NONE;
  }

  private static Expectation expectation(JsonCursor expected) {
    return expected.build(
        () ->
            new Expectation(
                expected.at("name").text(),
                rule(expected),
                expected.at("otherwise").word(Otherwise.class)));
  }

  private static Expectation.Rule rule(JsonCursor expected) {
    String kind =
        KINDS.stream()
            .filter(key -> expected.at(key).isThere())
            .findFirst()
            .orElseThrow(() -> expected.refuse("one of " + KINDS));
    JsonCursor value = expected.at(kind);
    return switch (kind) {
      case Expectation.Check.KEY -> new Expectation.Check(value.text());
      case Expectation.NotNull.KEY -> new Expectation.NotNull(value.list(JsonCursor::text));
      case Expectation.Unique.KEY -> new Expectation.Unique(value.list(JsonCursor::text));
      case Expectation.Accepted.KEY ->
          new Expectation.Accepted(
              value.at("column").text(), value.at("values").list(JsonCursor::text));
      case Expectation.References.KEY ->
          new Expectation.References(
              value.at("columns").list(JsonCursor::text),
              value.at("table").unit(),
              value.at("table-columns").list(JsonCursor::text));
      case Expectation.Rows.KEY ->
          new Expectation.Rows(value.at("min").optionalNumber(), value.at("max").optionalNumber());
      case Expectation.Fresh.KEY ->
          new Expectation.Fresh(
              value.at("column").text(), Duration.parse(value.at("at-most").text()));
      default -> new Expectation.Change(value.at("at-most").fraction());
    };
  }

  private static final List<String> KINDS =
      List.of(
          Expectation.Check.KEY,
          Expectation.NotNull.KEY,
          Expectation.Unique.KEY,
          Expectation.Accepted.KEY,
          Expectation.References.KEY,
          Expectation.Rows.KEY,
          Expectation.Fresh.KEY,
          Expectation.Change.KEY);
}
