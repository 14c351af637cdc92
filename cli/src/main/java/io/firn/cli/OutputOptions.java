package io.firn.cli;

import io.firn.cli.console.ColorChoice;
import io.firn.cli.console.OutputFormat;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every verb has, before or after its name. */
final class OutputOptions {
  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      scope = ScopeType.INHERIT,
      description =
          "How to print the result on standard output: ${COMPLETION-CANDIDATES}. Everything else"
              + " goes to standard error. Default: ${DEFAULT-VALUE}.")
  private OutputFormat format;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      defaultValue = "auto",
      scope = ScopeType.INHERIT,
      description =
          "Color: ${COMPLETION-CANDIDATES}. auto means on a terminal, unless NO_COLOR is set."
              + " Default: ${DEFAULT-VALUE}.")
  private ColorChoice color;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Show warnings of Spark and stack traces on standard error, too.")
  private boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and end.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  boolean json() {
    return format == OutputFormat.JSON;
  }

  /** {@code auto} until the command line is parsed. */
  ColorChoice color() {
    return color == null ? ColorChoice.AUTO : color;
  }

  boolean verbose() {
    return verbose;
  }
}
