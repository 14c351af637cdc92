package io.firn.cli.console;

import java.util.Locale;

/** The values of {@code --output}. */
public enum OutputFormat {
  TEXT,
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
