package io.firn.sandbox;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something another process does, and for which nothing can be subscribed to. */
final class Await {

  private static final long INTERVAL_MILLIS = 50;

  private Await() {}

  /** True as soon as the condition holds, false when the time is over. */
  static boolean until(Duration timeout, BooleanSupplier condition) {
    return present(timeout, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty())
        .isPresent();
  }

  /** The first value found, or nothing when the time is over. */
  static <T> Optional<T> present(Duration timeout, Supplier<Optional<T>> source) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      Optional<T> found = source.get();
      if (found.isPresent() || System.nanoTime() - deadline >= 0) {
        return found;
      }
      try {
        // allow sleep: the pause between two looks at a foreign process
        Thread.sleep(INTERVAL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SandboxException("Interrupted while waiting", e);
      }
    }
  }
}
