package io.firn.run.maintain;

import java.time.Duration;

/**
 * When work is due, and how much of it is done at once.
 *
 * @param maxBytes about how much of one table is rewritten in one go; files that are left are due
 *     again
 * @param deletedShare of a file's rows, from which on it is written anew without them
 * @param smallFiles of one partition that are worth a rewrite: fewer wait for more
 * @param keepFor how long a snapshot is kept at least
 * @param keepLast how many snapshots are kept at least
 * @param orphansAfter how old a file must be before nothing can be about to refer to it: longer
 *     than any run takes
 */
public record Limits(
    long maxBytes,
    double deletedShare,
    int smallFiles,
    Duration keepFor,
    int keepLast,
    Duration orphansAfter) {
  /** A run that is at work wrote files which no snapshot refers to yet. */
  public static final Duration SAFE_AGE = Duration.ofHours(24);

  private static final long GIB = 1L << 30;

  /** What suits tables that are written every few minutes to every day. */
  public static final Limits USUAL =
      new Limits(50 * GIB, 0.1, 5, Duration.ofDays(5), 20, Duration.ofDays(3));

  public Limits {
    require(maxBytes > 0, "maxBytes", maxBytes);
    require(deletedShare > 0 && deletedShare <= 1, "deletedShare", deletedShare);
    require(smallFiles > 1, "smallFiles", smallFiles);
    require(!keepFor.isNegative(), "keepFor", keepFor);
    require(keepLast > 0, "keepLast", keepLast);
    require(orphansAfter.compareTo(SAFE_AGE) >= 0, "orphansAfter", orphansAfter);
  }

  private static void require(boolean holds, String name, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value);
    }
  }
}
