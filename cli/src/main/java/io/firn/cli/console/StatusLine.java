package io.firn.cli.console;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * The last line of a terminal, where a progress bar redraws itself while whole lines scroll by
 * above it. Bar and lines come from different threads.
 */
final class StatusLine implements ProgressBarConsumer {
  private static final String ERASE = "\r\u001b[K";

  private final PrintStream terminal;
  private final int columns;
  private String shown = "";

  StatusLine(PrintStream terminal, int columns) {
    this.terminal = terminal;
    this.columns = columns;
  }

  @Override
  public int getMaxRenderedLength() {
    return columns - 1;
  }

  @Override
  public synchronized void accept(String rendered) {
    shown = rendered.strip();
    terminal.print(ERASE + shown);
    terminal.flush();
  }

  /** Writes {@code text} above the bar. */
  synchronized void scroll(String text) {
    terminal.print(ERASE + text + "\n" + shown);
    terminal.flush();
  }

  @Override
  public synchronized void clear() {
    shown = "";
    terminal.print(ERASE);
    terminal.flush();
  }

  @Override
  public void close() {
    clear();
  }
}
