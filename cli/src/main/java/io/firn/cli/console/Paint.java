package io.firn.cli.console;

import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * Colors by meaning. The text is taken as it is: topic names and messages may hold any characters,
 * so picocli's markup is not used for them.
 */
public record Paint(boolean on) {

  public String good(String text) {
    return in(Style.fg_green, text);
  }

  public String bad(String text) {
    return in(Style.fg_red, text);
  }

  public String strong(String text) {
    return in(Style.bold, text);
  }

  public String faint(String text) {
    return in(Style.faint, text);
  }

  /** The color of an outcome's or a check's one word; other words stay as they are. */
  public String word(String word) {
    return switch (word.strip()) {
      case "committed", "passed", "ready" -> good(word);
      case "failed", "skipped" -> bad(word);
      default -> word;
    };
  }

  private String in(IStyle style, String text) {
    // A full reset: the code that picocli ends bold with underlines twice on some terminals.
    return on ? style.on() + text + Style.reset.on() : text;
  }
}
