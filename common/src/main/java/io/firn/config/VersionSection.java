package io.firn.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys of {@code firn.silver.NAME} that say how much of a row's past is kept. */
final class VersionSection {
  static final Key<History> HISTORY =
      new Key<>(
          "history",
          ValueType.oneOf(History.class),
          new Key.Default<>(History.LATEST),
          "`latest`: one row for each key; `versions`: every version of it, with `valid_from`,"
              + " `valid_to` (null while it is current) and `is_current`.",
          "versions");
  static final Key<List<String>> TRACK =
      new Key<>(
          "track",
          ValueType.COLUMN_NAMES,
          new Key.Absent<>("all columns"),
          "With `history = versions`: columns whose change makes a new version. A change of others"
              + " alone updates the current version.",
          "[status, price]");
  static final Key<List<String>> TRACK_EXCEPT =
      new Key<>(
          "track-except",
          ValueType.COLUMN_NAMES,
          new Key.Absent<>("no column"),
          "The same, by naming the columns whose change makes no new version.",
          "[updated_at]");

  private VersionSection() {}

  /** The rules, empty with {@code history = latest}; what contradicts them is a problem. */
  static Optional<VersionRules> read(Cursor cursor) {
    Optional<History> history = cursor.read(HISTORY);
    Optional<List<String>> track = cursor.read(TRACK);
    Optional<List<String>> except = cursor.read(TRACK_EXCEPT);
    if (history.isEmpty()) {
      return Optional.empty();
    }
    if (history.get() == History.LATEST) {
      for (Key<List<String>> key : List.of(TRACK, TRACK_EXCEPT)) {
        if (cursor.has(key)) {
          cursor.reject(
              key,
              "says when a new version begins, and without history = versions none" + " is kept");
        }
      }
      return Optional.empty();
    }
    if (cursor.has(TRACK) && cursor.has(TRACK_EXCEPT)) {
      cursor.reject(TRACK_EXCEPT, "and track name the same columns from two sides; keep one");
      return Optional.empty();
    }
    return Optional.of(new VersionRules(track.orElse(List.of()), except.orElse(List.of())));
  }

  /** Notes rules that do not go together with {@code history = versions}. */
  static void checkRules(Cursor cursor, Optional<Deletes> deletes, Optional<Boolean> changes) {
    if (deletes.equals(Optional.of(Deletes.MARK))) {
      cursor.reject(
          SilverSection.DELETES,
          "= mark does not go with history = versions: the last version of a deleted row stays"
              + " anyway, with the time of the delete in valid_to");
    }
    if (changes.equals(Optional.of(true))) {
      cursor.reject(
          SilverSection.CHANGES,
          "= true does not go with history = versions: the table itself has the rows before and"
              + " after each change");
    }
  }

  /** Notes columns that do not go together with versions of the rows. */
  static void checkColumns(
      Cursor cursor,
      VersionRules rules,
      List<String> key,
      List<ColumnSpec> columns,
      Evolve evolve) {
    List<String> declared = columns.stream().map(ColumnSpec::name).toList();
    declared.stream()
        .filter(VersionRules::isOwn)
        .forEach(
            name ->
                cursor.reject(
                    Cursor.below(cursor.pathOf(SilverSection.COLUMNS), name),
                    "is a column that history = versions adds; give it another name and this one"
                        + " as path"));
    key.stream()
        .filter(VersionRules::isOwn)
        .forEach(
            name ->
                cursor.reject(
                    SilverSection.KEY, "'" + name + "' is a column that history = versions adds"));
    checkTracked(cursor, TRACK, rules.track(), key, declared, evolve);
    checkTracked(cursor, TRACK_EXCEPT, rules.trackExcept(), key, declared, evolve);
  }

  private static void checkTracked(
      Cursor cursor,
      Key<List<String>> at,
      List<String> tracked,
      List<String> key,
      List<String> declared,
      Evolve evolve) {
    List<String> known = new ArrayList<>(declared);
    known.add(SilverTable.TENANT);
    for (String name : tracked) {
      Optional<String> otherCase =
          known.stream().filter(column -> column.equalsIgnoreCase(name)).findFirst();
      if (VersionRules.isOwn(name)) {
        cursor.reject(at, "'" + name + "' is a column that history = versions adds");
      } else if (key.contains(name)) {
        cursor.reject(at, "'" + name + "' is part of the key, of which a version never changes");
      } else if (known.contains(name)) {
        continue;
      } else if (otherCase.isPresent()) {
        cursor.reject(
            at, "'" + name + "' differs from the column '" + otherCase.get() + "' only by case");
      } else if (evolve == Evolve.FREEZE) {
        cursor.reject(
            at, "'" + name + "' is not a declared column, and with evolve = freeze no other joins");
      }
    }
  }
}
