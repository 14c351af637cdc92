package io.firn.change;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks at eight bytes of a text at once, as one number whose lowest byte is the first of them, and
 * marks those that are of interest: the highest bit of a marked byte is set.
 */
final class EightBytes {
  private static final VarHandle TEXT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH = 0x0101010101010101L;
  private static final long HIGHEST_BITS = 0x80 * EACH;

  private EightBytes() {}

  /**
   * Marks what may not simply be stepped over in a JSON string: quotes, backslashes, control
   * characters and all that is no ASCII. Only the first mark is sure: the subtractions may borrow
   * from the bytes behind a marked one, never from those before it.
   */
  static long notable(byte[] text, int at) {
    long eight = (long) TEXT.get(text, at);
    long quote = eight ^ '"' * EACH;
    long backslash = eight ^ '\\' * EACH;
    long zeros = ((quote - EACH) & ~quote) | ((backslash - EACH) & ~backslash);
    long controls = (eight - ' ' * EACH) & ~eight;
    return (zeros | controls | eight) & HIGHEST_BITS;
  }

  /**
   * Marks what is no digit. A digit's distance from '0' is at most 9, and 0x76 more leaves its
   * highest bit alone; any other byte's is set by the sum or was before. Without that bit the sum
   * carries nothing from one byte into the next.
   */
  static long noDigits(byte[] text, int at) {
    long distance = (long) TEXT.get(text, at) ^ '0' * EACH;
    return (((distance & ~HIGHEST_BITS) + 0x76 * EACH) | distance) & HIGHEST_BITS;
  }

  /** How many bytes stand before the first marked one: all eight when none is marked. */
  static int first(long marked) {
    return Long.numberOfTrailingZeros(marked) >>> 3;
  }
}
