package io.firn.config;

/**
 * One thing wrong with a pipeline file.
 *
 * @param file as given by the user
 * @param line 1-based; 0 when the problem is about the file as a whole
 * @param key dotted path of the key, e.g. {@code firn.silver.orders.key}
 * @param message rule and finding, with a suggestion where there is one
 */
public record Problem(String file, int line, String key, String message) {
  @Override
  public String toString() {
    return file + (line > 0 ? ":" + line : "") + ": " + key + ": " + message;
  }
}
