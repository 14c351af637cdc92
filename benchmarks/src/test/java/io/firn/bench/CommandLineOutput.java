package io.firn.bench;

import io.firn.cli.Cli;
import io.firn.cli.Surroundings;
import io.firn.cli.console.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/** Runs commands without a terminal and keeps what they print. */
final class CommandLineOutput {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Surroundings surroundings =
      new Surroundings(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          new PrintStream(err, true, StandardCharsets.UTF_8),
          name -> null,
          Terminal.NONE,
          Clock.systemUTC(),
          Path.of(""));

  int bench(String... arguments) {
    return Main.commandLine(surroundings).execute(arguments);
  }

  int verb(String... arguments) {
    return Cli.execute(surroundings, arguments);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
