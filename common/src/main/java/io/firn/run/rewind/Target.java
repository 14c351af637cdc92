package io.firn.run.rewind;

import java.time.Instant;

/** Where a rewind goes. */
public sealed interface Target {

  /** Right after the run with this key. */
  record ToRun(String runKey) implements Target {
    @Override
    public String toString() {
      return "run " + runKey;
    }
  }

  /** The last state committed at or before this instant. */
  record ToTime(Instant instant) implements Target {
    @Override
    public String toString() {
      return "time " + instant;
    }
  }

  /** Right before the newest {@code runs} runs that landed something. */
  record BeforeLast(int runs) implements Target {
    public BeforeLast {
      if (runs < 1) {
        throw new IllegalArgumentException(runs + " runs is not at least 1");
      }
    }
  }
}
