package io.firn.change;

/** The parts that sortable positions are written in. */
final class PositionText {
  /** Of two events that share what stands before: the one that comes first. */
  static final String BELOW = ".0.";

  /** Of two events that share what stands before: the one that comes second. */
  static final String ABOVE = ".1.";

  /** Of {@link #hex}. */
  static final int DIGITS = 16;

  private static final String ZEROS = "0000000000000000";

  private PositionText() {}

  /** 16 hexadecimal digits: unsigned numbers in their order. */
  static String hex(long unsigned) {
    // Without String.format, which would cost more than the rest of cutting an event.
    String digits = Long.toHexString(unsigned);
    return ZEROS.substring(digits.length()) + digits;
  }
}
