package io.firn.cli;

import io.firn.cli.console.Terminal;
import io.firn.config.EnvironmentLookup;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What a verb needs from outside; tests give their own.
 *
 * @param in answers of the person at the terminal
 * @param out results only
 * @param err everything else
 * @param home root of the Firn installation
 */
public record Surroundings(
    InputStream in,
    PrintStream out,
    PrintStream err,
    EnvironmentLookup environment,
    Terminal terminal,
    Clock clock,
    Path home) {

  /** Where nobody answers. */
  public Surroundings(
      PrintStream out,
      PrintStream err,
      EnvironmentLookup environment,
      Terminal terminal,
      Clock clock,
      Path home) {
    this(InputStream.nullInputStream(), out, err, environment, terminal, clock, home);
  }
}
