package io.firn.cli;

import io.firn.cli.console.Terminal;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Option;

/** Asks before tables are changed other than by a run. */
final class Confirmation {
  private static final Set<String> AGREED = Set.of("y", "yes");

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask. Without it, and without a terminal to ask on, nothing is done.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Show the plan and change nothing.")
  private boolean dryRun;

  /** Filled from the command line. */
  Confirmation() {}

  /** For a verb that has these options in a group of its own. */
  Confirmation(boolean yes, boolean dryRun) {
    this.yes = yes;
    this.dryRun = dryRun;
  }

  boolean dryRun() {
    return dryRun;
  }

  /**
   * Returns when the person agreed.
   *
   * @throws FirnException USAGE when nobody can be asked, or the answer is no
   */
  void ask(Invocation invocation, String question) {
    if (yes) {
      return;
    }
    Surroundings surroundings = invocation.surroundings();
    Terminal terminal = surroundings.terminal();
    if (!terminal.stdin() || !terminal.stderr()) {
      throw declined(question, "no terminal to ask on", "Look at the plan, then add --yes.");
    }
    PrintStream err = surroundings.err();
    err.print(question + " [y/N] ");
    err.flush();
    String answer = line(surroundings);
    if (!AGREED.contains(answer.strip().toLowerCase(Locale.ROOT))) {
      throw declined(question, "'" + answer.strip() + "'", "Answer y to go on.");
    }
  }

  private static String line(Surroundings surroundings) {
    try {
      String line =
          new BufferedReader(new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8))
              .readLine();
      return line == null ? "" : line;
    } catch (IOException broken) {
      throw new UncheckedIOException("cannot read the answer", broken);
    }
  }

  private static FirnException declined(String question, String found, String next) {
    return new FirnException(
        new Failure(
            ErrorKind.USAGE, "Nothing was changed: not confirmed", question, "yes", found, next));
  }
}
