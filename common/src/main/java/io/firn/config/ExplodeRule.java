package io.firn.config;

import java.util.List;
import java.util.Optional;

/** What {@code explode} asks of the other keys of its section. */
final class ExplodeRule {
  private ExplodeRule() {}

  /** Names that begin as Firn's own do are refused but for those of an element's place. */
  static String keyColumn(String name) {
    if (name.startsWith("__") && !Explode.isPlace(name)) {
      throw new IllegalArgumentException(
          "'" + name + "': names that start with '__' are reserved for Firn's own columns");
    }
    return name;
  }

  /** Empty when the table has no {@code explode}, or a wrong one, which is noted. */
  static Optional<Explode> read(Cursor cursor, Optional<List<String>> key) {
    key.ifPresent(names -> checkPlaces(cursor, names));
    Optional<String> path = cursor.read(SilverSection.EXPLODE);
    if (path.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = key.get();
    String last = names.get(names.size() - 1);
    if (names.size() == 1) {
      cursor.reject(
          SilverSection.KEY,
          "names '"
              + last
              + "' alone; with explode it names the key of the source's row and then what tells its"
              + " elements apart: a field of theirs, or __index");
    } else if (last.equals(SilverTable.TENANT)) {
      cursor.reject(
          SilverSection.KEY,
          "ends with 'tenant'; with explode the last column tells elements apart: a field of"
              + " theirs, or __index");
    }
    return Optional.of(new Explode(path.get(), last));
  }

  static void checkDeletes(Cursor cursor, Deletes deletes) {
    if (deletes == Deletes.MARK && cursor.has(SilverSection.EXPLODE)) {
      cursor.reject(
          SilverSection.DELETES,
          "mark goes with the source's rows: an element that is gone from its array was not"
              + " deleted; mark the rows in a table without explode");
    }
  }

  static void checkHistory(Cursor cursor) {
    if (cursor.has(SilverSection.EXPLODE)) {
      cursor.reject(
          VersionSection.HISTORY,
          "versions are of the source's rows; keep them in a table without explode");
    }
  }

  private static void checkPlaces(Cursor cursor, List<String> key) {
    boolean explodes = cursor.has(SilverSection.EXPLODE);
    for (int part = 0; part < key.size(); part++) {
      if (Explode.isPlace(key.get(part)) && !(explodes && part == key.size() - 1)) {
        cursor.reject(
            SilverSection.KEY,
            "'" + key.get(part) + "' is an element's place: the last of the key, with explode");
      }
    }
  }

  /** The columns that identify a row of the source. */
  static List<String> rowKey(List<String> key, Optional<Explode> explode) {
    return explode.isEmpty() || key.size() == 1 ? key : key.subList(0, key.size() - 1);
  }

  /** The columns of the key that an element or its row brings. */
  static List<String> told(List<String> key) {
    return key.stream().filter(name -> !Explode.isPlace(name)).toList();
  }
}
