package io.firn.change;

import java.nio.charset.StandardCharsets;

/** The parts that sortable positions are written in. */
final class PositionText {
  /** Of two events that share what stands before: the one that comes first. */
  static final String BELOW = ".0.";

  /** Of two events that share what stands before: the one that comes second. */
  static final String ABOVE = ".1.";

  /** Of {@link #hex}. */
  static final int DIGITS = 16;

  private static final byte[] HEX = JsonBytes.ascii("0123456789abcdef");

  private PositionText() {}

  /** 16 hexadecimal digits: unsigned numbers in their order. */
  static String hex(long unsigned) {
    byte[] digits = new byte[DIGITS];
    long rest = unsigned;
    for (int place = DIGITS - 1; place >= 0; place--) {
      digits[place] = HEX[(int) (rest & 0xF)];
      rest >>>= 4;
    }
    return new String(digits, StandardCharsets.ISO_8859_1);
  }
}
