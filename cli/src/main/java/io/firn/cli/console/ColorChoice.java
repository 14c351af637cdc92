package io.firn.cli.console;

import io.firn.config.EnvironmentLookup;
import java.util.Locale;

/** The values of {@code --color}. */
public enum ColorChoice {
  AUTO,
  ALWAYS,
  NEVER;

  /**
   * Whether to color a stream. {@code auto} follows https://no-color.org: any non-empty {@code
   * NO_COLOR} means no.
   */
  public boolean colors(boolean isTerminal, EnvironmentLookup environment) {
    return switch (this) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO -> isTerminal && !isSet(environment, "NO_COLOR") && !isDumb(environment);
    };
  }

  private static boolean isSet(EnvironmentLookup environment, String name) {
    String value = environment.get(name);
    return value != null && !value.isEmpty();
  }

  private static boolean isDumb(EnvironmentLookup environment) {
    return "dumb".equals(environment.get("TERM"));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
