package io.firn.model;

import java.util.regex.Pattern;

/** Chosen by the caller; a unit that already committed under the same key does nothing again. */
public record RunKey(String value) {
  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:+-]{0,127}");

  public RunKey {
    if (!LEGAL.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "'"
              + value
              + "' is no run key: expected 1 to 128 letters, digits or any of . _ : + - , starting"
              + " with a letter or digit");
    }
  }

  /** The key as a file name: a colon is legal in a key and not on every file system. */
  public String fileName() {
    return value.replace(':', '_');
  }

  @Override
  public String toString() {
    return value;
  }
}
