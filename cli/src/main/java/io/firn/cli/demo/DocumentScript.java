package io.firn.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens in the tenants' collections, one JSON object a line: {@code tenant} and {@code in},
 * the collection, and one of
 *
 * <ul>
 *   <li>{@code insert} or {@code replace}: a document
 *   <li>{@code update}: an {@code _id}, with {@code set} (values by path) and {@code unset}
 *       (paths); {@code tell} says what the server tells besides the patch: {@code before}, {@code
 *       after} or nothing
 *   <li>{@code delete}: an {@code _id}
 * </ul>
 *
 * Lines that begin with {@code --} are for readers.
 */
record DocumentScript(Path file, List<JsonNode> lines) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static DocumentScript read(Path file) {
    List<JsonNode> lines = new ArrayList<>();
    int number = 0;
    for (String line : Example.read(file).lines().toList()) {
      number++;
      if (line.isBlank() || line.startsWith("--")) {
        continue;
      }
      try {
        lines.add(JSON.readTree(line));
      } catch (JsonProcessingException malformed) {
        throw new FirnException(
            new Failure(
                ErrorKind.CONFIG,
                "A script of the example does not run",
                file + ", line " + number,
                "a JSON object, or a line that begins with --",
                malformed.getOriginalMessage(),
                "Correct it, or take another example with --example."),
            malformed);
      }
    }
    return new DocumentScript(file, List.copyOf(lines));
  }

  /** Has happen what the lines of the server's tenant say. */
  void run(DocumentServer server) {
    lines.stream()
        .filter(line -> line.path("tenant").asText().equals(server.tenant()))
        .forEach(line -> run(server, line));
  }

  private void run(DocumentServer server, JsonNode line) {
    String collection = line.path("in").asText();
    if (line.has("insert")) {
      server.insert(collection, line.get("insert"));
    } else if (line.has("replace")) {
      server.replace(collection, line.get("replace"));
    } else if (line.has("update")) {
      server.update(
          collection, line.get("update"), line.path("set"), line.path("unset"), line.path("tell"));
    } else if (line.has("delete")) {
      server.delete(collection, line.get("delete"));
    } else {
      throw new FirnException(
          new Failure(
              ErrorKind.CONFIG,
              "A script of the example does not run",
              file.toString(),
              "insert, replace, update or delete in each line",
              line.toString(),
              "Correct it, or take another example with --example."));
    }
  }
}
