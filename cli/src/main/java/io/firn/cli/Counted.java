package io.firn.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers in sentences; the same in every locale, since scripts read them. */
final class Counted {
  private static final int MINUTE = 60;

  private Counted() {}

  /** {@code 1 problem}, {@code 2 problems}. */
  static String of(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** {@code 0.4 s}, {@code 12.3 s}, {@code 3 min 5 s}. */
  static String time(Duration took) {
    if (took.toSeconds() < MINUTE) {
      return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    }
    return took.toMinutes() + " min " + took.toSecondsPart() + " s";
  }
}
