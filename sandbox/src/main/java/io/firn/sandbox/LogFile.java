package io.firn.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a child process has written since its latest start. */
record LogFile(Path path, long start) {

  private static final int SHOWN_LINES = 25;

  /** A log that goes on where an earlier run of the same part ended. */
  static LogFile append(Path path) {
    try {
      return new LogFile(path, Files.exists(path) ? Files.size(path) : 0);
    } catch (IOException e) {
      throw new SandboxException("Cannot read the size of the log file " + path, e);
    }
  }

  boolean contains(String text) {
    return text().contains(text);
  }

  /** The rest of the first line that begins like this. */
  Optional<String> after(String prefix) {
    return text()
        .lines()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()).strip())
        .findFirst();
  }

  /** The last lines, indented, for a message. */
  String tail() {
    List<String> lines = text().lines().toList();
    if (lines.isEmpty()) {
      return "  (the log is empty)";
    }
    List<String> last = lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
    return "  " + String.join(System.lineSeparator() + "  ", last);
  }

  private String text() {
    try {
      if (!Files.exists(path)) {
        return "";
      }
      byte[] bytes = Files.readAllBytes(path);
      int from = (int) Math.min(start, bytes.length);
      return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new SandboxException("Cannot read the log file " + path, e);
    }
  }
}
