package io.firn.config;

import com.typesafe.config.ConfigObject;
import io.firn.model.Names;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The tables of one layer as they were read.
 *
 * @param byName every table of the file, by name; empty when something is wrong with it, so that a
 *     reference to it is not reported as missing on top
 * @param cursors where each stands, for checks across tables
 */
record Tables<T>(SortedMap<String, Optional<T>> byName, Map<String, Cursor> cursors) {

  static <T> Tables<T> read(
      Cursor cursor, Key<ConfigObject> key, Section section, Function<Cursor, Optional<T>> reader) {
    SortedMap<String, Optional<T>> byName = new TreeMap<>();
    Map<String, Cursor> cursors = new HashMap<>();
    ConfigObject tables = cursor.read(key).orElse(null);
    if (tables != null) {
      Set<String> names = tables.keySet();
      for (String name : names) {
        List<String> at = Cursor.below(cursor.pathOf(key), name);
        checkName(cursor, at, name);
        NameClash.find(name, names).ifPresent(clash -> cursor.reject(at, clash));
        byName.put(name, Optional.empty());
        cursor
            .read(at, tables.get(name), ValueType.SECTION)
            .map(found -> cursor.inner(at, section, found))
            .ifPresent(
                table -> {
                  cursors.put(name, table);
                  byName.put(name, reader.apply(table));
                });
      }
    }
    return new Tables<>(byName, cursors);
  }

  Set<String> names() {
    return byName.keySet();
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  Optional<T> get(String name) {
    return byName.getOrDefault(name, Optional.empty());
  }

  Cursor cursor(String name) {
    return Objects.requireNonNull(cursors.get(name), "no cursor on table " + name);
  }

  /** The tables without a problem, by name. */
  List<T> all() {
    return byName.values().stream().flatMap(Optional::stream).toList();
  }

  private static void checkName(Cursor cursor, List<String> at, String name) {
    if (name.contains("__")) {
      cursor.reject(at, "names with '__' are reserved for Firn's own tables");
      return;
    }
    try {
      Names.table(name);
    } catch (IllegalArgumentException illegal) {
      cursor.reject(at, illegal.getMessage());
    }
  }
}
