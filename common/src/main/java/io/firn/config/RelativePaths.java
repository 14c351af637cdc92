package io.firn.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Makes the paths of a pipeline file absolute: whoever runs it, from whatever folder, means the
 * same files.
 */
record RelativePaths(Path folder) {
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");
  private static final String SQLITE = "jdbc:sqlite:";

  /** Without them concurrent units meet "database is locked" instead of waiting for each other. */
  private static final Map<String, String> SQLITE_PARAMETERS =
      new TreeMap<>(
          Map.of("busy_timeout", "30000", "journal_mode", "WAL", "synchronous", "NORMAL"));

  Path file(String path) {
    return folder.resolve(path).normalize();
  }

  /** A warehouse root: a URI stays as it is. */
  String fileOrUri(String location) {
    return SCHEME.matcher(location).matches() ? location : file(location).toString();
  }

  /** A catalog address: only SQLite's names a file. */
  String catalogUri(String uri) {
    if (!uri.startsWith(SQLITE)) {
      return uri;
    }
    String rest = uri.substring(SQLITE.length());
    int question = rest.indexOf('?');
    String database = question < 0 ? rest : rest.substring(0, question);
    boolean isPath = !database.isEmpty() && !database.matches("(:memory:|file:|:resource:).*");
    List<String> parameters = new ArrayList<>();
    if (question >= 0 && question + 1 < rest.length()) {
      parameters.add(rest.substring(question + 1));
    }
    SQLITE_PARAMETERS.forEach(
        (name, value) -> {
          if (!rest.matches(".*[?&]" + name + "=.*")) {
            parameters.add(name + "=" + value);
          }
        });
    return SQLITE + (isPath ? file(database) : database) + "?" + String.join("&", parameters);
  }
}
