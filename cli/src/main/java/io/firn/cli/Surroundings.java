package io.firn.cli;

import io.firn.cli.console.Terminal;
import io.firn.config.EnvironmentLookup;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What a verb needs from outside; tests give their own.
 *
 * @param out results only
 * @param err everything else
 * @param home root of the Firn installation
 */
public record Surroundings(
    PrintStream out,
    PrintStream err,
    EnvironmentLookup environment,
    Terminal terminal,
    Clock clock,
    Path home) {}
