package io.firn.cli.console;

/**
 * Tells a person what happens. Whoever narrates need not know whether a terminal, a file or a
 * program listens; with {@code --output json} nothing told here reaches standard output.
 */
public interface Narrator {
  /** Begins a part of the story. */
  void heading(String text);

  /** One sentence. */
  void line(String text);

  void table(Grid grid);

  /**
   * Begins work of {@code steps} steps; a number below one means unknown. Close it when the work
   * ends, well or not.
   */
  Progress progress(String task, long steps);

  /** How to color a word inside a line. */
  Paint paint();

  /**
   * Work under way; its methods may be called from several threads. While it is open, tell things
   * through it: a line of the narrator would break into a bar.
   */
  interface Progress extends AutoCloseable {
    /** Tells something without moving on. */
    void note(String message);

    /** One step is done; {@code message} says which. */
    void step(String message);

    /** How to color a word inside a note. */
    Paint paint();

    @Override
    void close();
  }
}
