package io.firn.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A query's text, from a file that a pipeline file names. */
final class SqlFile {
  private SqlFile() {}

  /**
   * The text of {@code name}; what is wrong with it is told of {@code key}.
   *
   * @param name as the pipeline file has it
   */
  static Optional<String> read(Cursor cursor, Key<?> key, String name) {
    Path file = cursor.document().paths().file(name);
    if (!Files.isRegularFile(file)) {
      cursor.reject(key, "there is no file " + file);
      return Optional.empty();
    }
    try {
      String sql = Files.readString(file);
      if (sql.isBlank()) {
        cursor.reject(key, "the file " + file + " is empty");
      }
      return Optional.of(sql);
    } catch (IOException unreadable) {
      cursor.reject(key, "the file " + file + " cannot be read as UTF-8 text");
      return Optional.empty();
    }
  }
}
