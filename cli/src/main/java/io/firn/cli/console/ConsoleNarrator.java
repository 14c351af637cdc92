package io.firn.cli.console;

import java.io.PrintStream;

/** Narrates on the standard streams: the story where {@code story} points, progress on events. */
public final class ConsoleNarrator implements Narrator {
  private final Channel story;
  private final Channel events;
  private final int columns;

  /**
   * @param story standard output, or standard error when a program reads standard output
   * @param events standard error
   */
  public ConsoleNarrator(Channel story, Channel events, int columns) {
    this.story = story;
    this.events = events;
    this.columns = columns;
  }

  /** One standard stream: where to print, in color or not, a terminal or not. */
  public record Channel(PrintStream stream, Paint paint, boolean isTerminal) {}

  @Override
  public void heading(String text) {
    story.stream().println();
    story.stream().println(paint().strong(text));
  }

  @Override
  public void line(String text) {
    story.stream().println(text);
  }

  @Override
  public void table(Grid grid) {
    story.stream().println(grid.render(paint()));
  }

  @Override
  public Progress progress(String task, long steps) {
    return events.isTerminal()
        ? new BarProgress(task, steps, events, columns)
        : new LineProgress(events);
  }

  @Override
  public Paint paint() {
    return story.paint();
  }

  /** Progress for logs and schedulers: one line for each thing told. */
  private record LineProgress(Channel events) implements Progress {
    @Override
    public void note(String message) {
      events.stream().println(message);
    }

    @Override
    public void step(String message) {
      note(message);
    }

    @Override
    public Paint paint() {
      return events.paint();
    }

    @Override
    public void close() {
      events.stream().flush();
    }
  }
}
