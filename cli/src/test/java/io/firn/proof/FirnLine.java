package io.firn.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.cli.Cli;
import io.firn.cli.Surroundings;
import io.firn.cli.console.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** One {@code firn} command line on a lakehouse, inside the test, and what came of it. */
record FirnLine(int exitCode, String out, String err) {
  private static final int COLUMNS = 200;

  /** Where nobody can be asked. */
  static FirnLine of(Lakehouse lake, String verb, String... words) {
    return call(Terminal.NONE, "", lake, verb, words);
  }

  /** On a terminal where a person answers. */
  static FirnLine answered(String answer, Lakehouse lake, String verb, String... words) {
    return call(new Terminal(true, true, true, COLUMNS), answer + "\n", lake, verb, words);
  }

  private static FirnLine call(
      Terminal terminal, String answer, Lakehouse lake, String verb, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> line = new ArrayList<>(List.of(verb, "-p", lake.file().toString()));
    line.addAll(List.of(words));
    int exitCode =
        Cli.execute(
            new Surroundings(
                new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                name -> null,
                terminal,
                Clock.systemUTC(),
                Path.of("")),
            line.toArray(String[]::new));
    return new FirnLine(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  JsonNode json() {
    try {
      return new ObjectMapper().reader().readTree(out);
    } catch (JsonProcessingException broken) {
      throw new AssertionError("not JSON: " + out + err, broken);
    }
  }

  String said() {
    return out + err;
  }
}
