package io.firn.config;

import java.util.OptionalLong;

/**
 * How many records a landing may refuse before the whole unit is refused.
 *
 * @param maxRows records of one run; empty for any number
 * @param maxShare of the records that one run reads, from 0 to 1
 */
public record QuarantineSettings(OptionalLong maxRows, double maxShare) {
  /** A tenth: a few bad records are put aside, a wrong setting stops the unit. */
  public static final double USUAL_SHARE = 0.1;

  /**
   * Runs that read fewer records than this are not judged by their share: one bad record among five
   * is no sign of anything.
   */
  public static final long JUDGED_FROM = 100;

  public static final QuarantineSettings USUAL =
      new QuarantineSettings(OptionalLong.empty(), USUAL_SHARE);

  public QuarantineSettings {
    if (maxRows.isPresent() && maxRows.getAsLong() < 0) {
      throw new IllegalArgumentException("max-rows is " + maxRows.getAsLong());
    }
    if (!(maxShare >= 0 && maxShare <= 1)) {
      throw new IllegalArgumentException("max-share is " + maxShare + ", not from 0 to 1");
    }
  }
}
