package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/** Exact numbers from JSON values. */
final class JsonNumber {
  private JsonNumber() {}

  /** A JSON number with every digit it was written with. */
  static BigDecimal exact(JsonNode value) throws DoesNotFit {
    if (!value.isNumber()) {
      throw new DoesNotFit("expected a number, found " + kind(value));
    }
    if (isNotFinite(value)) {
      throw new DoesNotFit("NaN and infinity have no place in the column");
    }
    return value.decimalValue();
  }

  /**
   * The bare {@code NaN} and {@code Infinity} that JSON does not know and some connectors write.
   */
  static boolean isNotFinite(JsonNode value) {
    return (value.isDouble() || value.isFloat()) && !Double.isFinite(value.doubleValue());
  }

  /** A JSON number without a fraction. */
  static long whole(JsonNode value) throws DoesNotFit {
    if (value.isIntegralNumber()) {
      if (value.canConvertToLong()) {
        return value.longValue();
      }
      throw new DoesNotFit("the number is out of range");
    }
    return whole(exact(value));
  }

  static long whole(BigDecimal number) throws DoesNotFit {
    if (hasFraction(number)) {
      throw new DoesNotFit("the number has a fraction");
    }
    try {
      return number.longValueExact();
    } catch (ArithmeticException overflow) {
      throw new DoesNotFit("the number is out of range");
    }
  }

  static int wholeInt(long number) throws DoesNotFit {
    if ((int) number != number) {
      throw new DoesNotFit("the number is out of range");
    }
    return (int) number;
  }

  /** Without ever writing the number out: an exponent may be in the millions. */
  private static boolean hasFraction(BigDecimal number) {
    if (number.signum() == 0 || number.scale() <= 0) {
      return false;
    }
    return number.scale() >= number.precision() || number.stripTrailingZeros().scale() > 0;
  }

  /** What a value is, for a reason that must not show the value. */
  static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case NULL, MISSING -> "nothing";
      case BINARY, POJO -> "something else";
    };
  }
}
