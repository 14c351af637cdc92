package io.firn.model;

import java.math.BigDecimal;
import java.util.OptionalDouble;

/**
 * Says whether a decimal number survives as a binary one.
 *
 * <p>It does when the nearest binary number is that number, or when rounding it to as many digits
 * as were written gives the written number again. The second holds for all that a program prints
 * for a float or a double, {@code 0.1} included, and fails where a digit would be lost. (Java
 * before 19 prints some numbers near 10^25 a digit off: those fail too, unless their source is
 * known to be binary and {@code nearest} is asked.)
 */
public final class FloatingPoint {
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  /** Digits that every double (float) gives back. */
  private static final int DOUBLE_SAFE = 15;

  private static final int FLOAT_SAFE = 6;

  /** Decimal exponents within which the safe digits are safe: no overflow, no subnormals. */
  private static final int DOUBLE_EXPONENT = 290;

  private static final int FLOAT_EXPONENT = 30;

  private FloatingPoint() {}

  /** The double that stands for {@code written}, if one does. */
  public static OptionalDouble exactDouble(BigDecimal written) {
    double nearest = written.doubleValue();
    boolean exact = isPlain(written, DOUBLE_SAFE, DOUBLE_EXPONENT) || holds(nearest, written);
    return exact ? OptionalDouble.of(nearest) : OptionalDouble.empty();
  }

  /** The double that was printed as {@code written}, unless it is too large or too small. */
  public static OptionalDouble nearestDouble(BigDecimal written) {
    return inRange(written.doubleValue(), written);
  }

  /** The float that was printed as {@code written}, unless it is too large or too small. */
  public static OptionalDouble nearestFloat(BigDecimal written) {
    return inRange(written.floatValue(), written);
  }

  /** The float that stands for {@code written}, if one does; its value fits a float. */
  public static OptionalDouble exactFloat(BigDecimal written) {
    float nearest = written.floatValue();
    boolean exact = isPlain(written, FLOAT_SAFE, FLOAT_EXPONENT) || holds(nearest, written);
    return exact ? OptionalDouble.of(nearest) : OptionalDouble.empty();
  }

  private static OptionalDouble inRange(double nearest, BigDecimal written) {
    boolean lost = Double.isInfinite(nearest) || nearest == 0 && written.signum() != 0;
    return lost ? OptionalDouble.empty() : OptionalDouble.of(nearest);
  }

  private static boolean isPlain(BigDecimal written, int safeDigits, int safeExponent) {
    return written.precision() <= safeDigits && Math.abs((long) written.scale()) <= safeExponent;
  }

  private static boolean holds(double nearest, BigDecimal written) {
    if (Double.isInfinite(nearest)) {
      return false;
    }
    BigDecimal held = new BigDecimal(nearest);
    if (held.compareTo(written) == 0) {
      return true;
    }
    BigDecimal digits = written.stripTrailingZeros();
    return held.subtract(digits).abs().multiply(TWO).compareTo(digits.ulp()) <= 0;
  }
}
