package io.firn.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.cli.console.ConsoleNarrator;
import io.firn.cli.console.ConsoleNarrator.Channel;
import io.firn.cli.console.Narrator;
import io.firn.cli.console.Paint;
import io.firn.cli.console.Terminal;
import java.util.function.Supplier;

/** One call of firn: its surroundings and the options that every verb has. */
final class Invocation {
  private final Surroundings surroundings;
  private final OutputOptions options;
  private final LogFile log = new LogFile();

  Invocation(Surroundings surroundings, OutputOptions options) {
    this.surroundings = surroundings;
    this.options = options;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  OutputOptions options() {
    return options;
  }

  LogFile log() {
    return log;
  }

  /** Tells people what happens, without getting in the way of a program that reads the result. */
  Narrator narrator() {
    return new ConsoleNarrator(
        options.json() ? errors() : results(), errors(), surroundings.terminal().columns());
  }

  /** Prints the result: a JSON object for programs, else told by {@code text}. */
  void result(Supplier<ObjectNode> json, Runnable text) {
    if (options.json()) {
      surroundings.out().println(json.get().toPrettyString());
    } else {
      text.run();
    }
  }

  Channel results() {
    Terminal terminal = surroundings.terminal();
    return new Channel(surroundings.out(), paint(terminal.stdout()), terminal.stdout());
  }

  Channel errors() {
    Terminal terminal = surroundings.terminal();
    return new Channel(surroundings.err(), paint(terminal.stderr()), terminal.stderr());
  }

  private Paint paint(boolean isTerminal) {
    return new Paint(options.color().colors(isTerminal, surroundings.environment()));
  }
}
