package io.firn.cli.console;

import java.util.Properties;

/**
 * Which standard streams are terminals, and how wide.
 *
 * @param stdin somebody can answer a question
 * @param stdout results are read by a person, not by a pipe
 * @param stderr progress may be redrawn in place
 * @param columns width of the terminal
 */
public record Terminal(boolean stdin, boolean stdout, boolean stderr, int columns) {
  private static final int USUAL_COLUMNS = 100;

  /** No terminal at all: files, pipes, schedulers. */
  public static final Terminal NONE = new Terminal(false, false, USUAL_COLUMNS);

  /** Nobody answers. */
  public Terminal(boolean stdout, boolean stderr, int columns) {
    this(false, stdout, stderr, columns);
  }

  /**
   * Reads what the launcher found: {@code firn.terminal} lists the file descriptors (0, 1, 2) that
   * are terminals. The JVM alone only knows whether both standard input and output are.
   */
  public static Terminal fromLauncher(Properties properties) {
    String descriptors = properties.getProperty("firn.terminal");
    if (descriptors == null) {
      boolean both = System.console() != null;
      return new Terminal(both, both, both, USUAL_COLUMNS);
    }
    return new Terminal(
        descriptors.contains("0"),
        descriptors.contains("1"),
        descriptors.contains("2"),
        columns(properties.getProperty("firn.columns", "")));
  }

  private static int columns(String text) {
    return text.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(text) : USUAL_COLUMNS;
  }
}
