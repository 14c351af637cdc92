package io.firn.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.cli.console.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** One call of firn inside the test, and what came of it. */
record FirnCall(int exitCode, String out, String err) {
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

  /** Calls without a terminal and with an empty environment. */
  static FirnCall of(String... arguments) {
    return on(Terminal.NONE, Map.of(), arguments);
  }

  static FirnCall on(Terminal terminal, Map<String, String> environment, String... arguments) {
    Streams streams = new Streams();
    int exitCode = Cli.execute(streams.surroundings(terminal, environment), arguments);
    return new FirnCall(exitCode, streams.out(), streams.err());
  }

  /** What stands on standard output, which must be one JSON value and nothing else. */
  JsonNode json() {
    try {
      return new ObjectMapper().reader().readTree(out);
    } catch (JsonProcessingException broken) {
      throw new AssertionError("not JSON: " + out, broken);
    }
  }

  /** Standard streams that remember. */
  static final class Streams {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    Surroundings surroundings(Terminal terminal, Map<String, String> environment) {
      return new Surroundings(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          new PrintStream(err, true, StandardCharsets.UTF_8),
          environment::get,
          terminal,
          CLOCK,
          Path.of(""));
    }

    String out() {
      return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
      return err.toString(StandardCharsets.UTF_8);
    }
  }
}
