package io.firn.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.firn.model.Suggestion;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Stands on one section of a file: reads its declared keys, knows where they are, and notes what is
 * wrong instead of stopping. Keys that the section does not declare are noted on arrival.
 */
final class Cursor {
  private final Document document;
  private final Problems problems;
  private final Section section;
  private final List<String> path;
  private final ConfigObject object;

  Cursor(
      Document document,
      Problems problems,
      Section section,
      List<String> path,
      ConfigObject object) {
    this.document = document;
    this.problems = problems;
    this.section = section;
    this.path = path;
    this.object = object;
    rejectUnknownKeys();
  }

  Document document() {
    return document;
  }

  List<String> path() {
    return path;
  }

  /** The last part of the path: a table's or column's name. */
  String name() {
    return path.get(path.size() - 1);
  }

  boolean has(Key<?> key) {
    return object.containsKey(key.name());
  }

  /** The value, its default, or nothing: then it is optional, or the problem is noted. */
  <T> Optional<T> read(Key<T> key) {
    if (!section.keys().contains(key)) {
      throw new IllegalStateException(section.path() + " does not declare '" + key.name() + "'");
    }
    ConfigValue value = object.get(key.name());
    if (value == null) {
      if (key.isRequired()) {
        reject(key, "is missing; expected " + key.type().text());
      }
      return key.fallback();
    }
    return read(pathOf(key), value, key.type());
  }

  /** Reads a value further down, at a path of its own. */
  <T> Optional<T> read(List<String> at, ConfigValue value, ValueType<T> type) {
    try {
      return Optional.of(type.read(value));
    } catch (ConfigException.NotResolved open) {
      reject(at, document.variables().unresolved(value));
    } catch (IllegalArgumentException wrong) {
      reject(at, wrong.getMessage());
    }
    return Optional.empty();
  }

  /** Steps into a section. */
  Optional<Cursor> enter(Key<ConfigObject> key, Section inner) {
    return read(key).map(found -> inner(pathOf(key), inner, found));
  }

  /** A cursor on a section further down. */
  Cursor inner(List<String> at, Section inner, ConfigObject found) {
    return new Cursor(document, problems, inner, at, found);
  }

  /** Makes the section's record once all its parts are right; its own refusal is a problem. */
  <T> Optional<T> build(Supplier<T> record) {
    return build(path, record);
  }

  /** The same for a record of what stands further down. */
  <T> Optional<T> build(List<String> at, Supplier<T> record) {
    if (!problems.noneUnder(ConfigUtil.joinPath(at))) {
      return Optional.empty();
    }
    try {
      return Optional.of(record.get());
    } catch (IllegalArgumentException refused) {
      reject(at, refused.getMessage());
      return Optional.empty();
    }
  }

  void reject(Key<?> key, String message) {
    reject(pathOf(key), message);
  }

  void reject(List<String> at, String message) {
    Locations locations = document.locations();
    String shown =
        locations
            .value(at)
            .map(value -> document.variables().masked(message, value))
            .orElse(message);
    problems.add(locations.of(at), ConfigUtil.joinPath(at), shown);
  }

  List<String> pathOf(Key<?> key) {
    return below(path, key.name());
  }

  static List<String> below(List<String> path, String name) {
    return Stream.concat(path.stream(), Stream.of(name)).toList();
  }

  private void rejectUnknownKeys() {
    List<String> known = section.names();
    for (String name : object.keySet()) {
      if (!known.contains(name)) {
        String hint = Suggestion.hint(name, known);
        reject(
            below(path, name),
            "is not known in this version"
                + (hint.isEmpty() ? "; known here: " + String.join(", ", known) : hint));
      }
    }
  }
}
