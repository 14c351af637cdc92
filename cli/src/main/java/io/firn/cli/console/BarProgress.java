package io.firn.cli.console;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress on a terminal: a bar at the bottom, one line above it for each thing told. */
final class BarProgress implements Narrator.Progress {
  private static final int UNKNOWN = -1;
  private static final int REDRAW_MILLIS = 200;

  private final Paint paint;
  private final StatusLine status;
  private final ProgressBar bar;

  BarProgress(String task, long steps, ConsoleNarrator.Channel terminal, int columns) {
    this.paint = terminal.paint();
    this.status = new StatusLine(terminal.stream(), columns);
    this.bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(steps < 1 ? UNKNOWN : steps)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REDRAW_MILLIS)
            .continuousUpdate()
            .setConsumer(status)
            .clearDisplayOnFinish()
            .hideEta()
            .build();
  }

  @Override
  public void note(String message) {
    status.scroll(message);
  }

  @Override
  public void step(String message) {
    status.scroll(message);
    bar.step();
  }

  @Override
  public Paint paint() {
    return paint;
  }

  @Override
  public void close() {
    bar.close();
    status.clear();
  }
}
