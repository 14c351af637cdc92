package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.change.SourceType.Physical;
import io.firn.change.SourceType.Undeclared;
import io.firn.model.FloatingPoint;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.types.Decimal;

/** Values of {@code int}, {@code long}, {@code float}, {@code double} and decimal columns. */
final class NumberReading {
  private static final Reading NO_NUMBER = Reading.none("the source's values are no numbers");

  /** The nearest number of a floating-point column, if it stands for the one written. */
  @FunctionalInterface
  private interface Nearest {
    OptionalDouble to(BigDecimal written);
  }

  private NumberReading() {}

  static Reading ofInt(SourceType source) {
    return ExactNumber.of(source)
        .<Reading>map(number -> value -> JsonNumber.wholeInt(whole(number, value)))
        .orElse(NO_NUMBER);
  }

  static Reading ofLong(SourceType source) {
    return ExactNumber.of(source)
        .<Reading>map(number -> value -> whole(number, value))
        .orElse(NO_NUMBER);
  }

  static Reading ofFloat(SourceType source) {
    Nearest nearest =
        source == Physical.FLOAT32 ? FloatingPoint::nearestFloat : FloatingPoint::exactFloat;
    return ExactNumber.of(source)
        .<Reading>map(number -> value -> (float) floating(source, number, nearest, value))
        .orElse(NO_NUMBER);
  }

  static Reading ofDouble(SourceType source) {
    Nearest nearest =
        source == Physical.FLOAT64 ? FloatingPoint::nearestDouble : FloatingPoint::exactDouble;
    return ExactNumber.of(source)
        .<Reading>map(number -> value -> floating(source, number, nearest, value))
        .orElse(NO_NUMBER);
  }

  static Reading ofDecimal(SourceType source, Types.DecimalType column) {
    Optional<ExactNumber> number = ExactNumber.forDecimal(source);
    return number.<Reading>map(n -> value -> decimal(n.read(value), column)).orElse(NO_NUMBER);
  }

  private static long whole(ExactNumber number, JsonNode value) throws DoesNotFit {
    // The common case without a detour over a BigDecimal.
    return value.isIntegralNumber()
        ? JsonNumber.whole(value)
        : JsonNumber.whole(number.read(value));
  }

  private static double floating(
      SourceType source, ExactNumber number, Nearest nearest, JsonNode value) throws DoesNotFit {
    if (isFloatingPoint(source) && (value.isTextual() || JsonNumber.isNotFinite(value))) {
      return special(value.asText());
    }
    OptionalDouble held = nearest.to(number.read(value));
    if (held.isEmpty()) {
      throw new DoesNotFit("the number has more digits than the column holds, or is out of range");
    }
    // A BigDecimal has no negative zero; the text has.
    boolean negativeZero = held.getAsDouble() == 0 && value.asText().startsWith("-");
    return negativeZero ? -0.0 : held.getAsDouble();
  }

  /** Sources whose numbers may be none: Connect writes them as text, MongoDB's connector bare. */
  private static boolean isFloatingPoint(SourceType source) {
    return source == Physical.FLOAT32 || source == Physical.FLOAT64 || source instanceof Undeclared;
  }

  private static double special(String text) throws DoesNotFit {
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw new DoesNotFit("expected a number, found text");
    };
  }

  /**
   * Checks sizes before it moves the point: an exponent in the millions must not be written out.
   */
  private static Decimal decimal(BigDecimal number, Types.DecimalType column) throws DoesNotFit {
    long wholeDigits = (long) number.precision() - number.scale();
    if (number.signum() != 0 && wholeDigits > column.precision() - column.scale()) {
      throw new DoesNotFit("the number has more digits than " + column);
    }
    long surplus = (long) number.scale() - column.scale();
    if (number.signum() != 0 && surplus >= number.precision()) {
      throw new DoesNotFit("the number has a finer fraction than " + column);
    }
    try {
      BigDecimal fitted =
          number.signum() == 0
              ? BigDecimal.ZERO.setScale(column.scale())
              : number.setScale(column.scale());
      return Decimal.apply(fitted, column.precision(), column.scale());
    } catch (ArithmeticException inexact) {
      throw new DoesNotFit("the number has a finer fraction than " + column);
    }
  }
}
