package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.change.SourceType.Physical;
import io.firn.change.SourceType.ScaledDecimal;
import io.firn.change.SourceType.Semantic;
import io.firn.change.SourceType.Undeclared;
import io.firn.change.SourceType.VariableScaleDecimal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/** How a source type writes numbers. */
@FunctionalInterface
interface ExactNumber {
  /** A plain decimal number: no spaces, no digits of other scripts, no words. */
  Pattern PLAIN = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,9})?");

  BigDecimal read(JsonNode value) throws DoesNotFit;

  /** Empty when the source's values are no numbers. */
  static Optional<ExactNumber> of(SourceType source) {
    if (source instanceof ScaledDecimal decimal) {
      return Optional.of(
          value -> value.isNumber() ? JsonNumber.exact(value) : scaled(value, decimal.scale()));
    }
    if (source instanceof VariableScaleDecimal) {
      return Optional.of(value -> value.isNumber() ? JsonNumber.exact(value) : variable(value));
    }
    return isPlainNumber(source) ? Optional.of(JsonNumber::exact) : Optional.empty();
  }

  /**
   * As {@link #of}, for a decimal column, which also takes numbers written as text ({@code
   * decimal.handling.mode=string}).
   *
   * <p>Undeclared text is a number or does not fit: whether it is base64 of an unscaled value only
   * the pipeline's {@code encoding = unscaled} can tell.
   */
  static Optional<ExactNumber> forDecimal(SourceType source) {
    if (source == Physical.STRING) {
      return Optional.of(ExactNumber::written);
    }
    if (source instanceof Undeclared) {
      return Optional.of(value -> value.isObject() ? variable(value) : written(value));
    }
    return of(source);
  }

  private static boolean isPlainNumber(SourceType source) {
    if (source instanceof Physical physical) {
      return switch (physical) {
        case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64 -> true;
        case BOOLEAN, STRING, BYTES -> false;
      };
    }
    return source == Semantic.YEAR
        || source == Semantic.MICRO_DURATION
        || source == Semantic.NANO_DURATION
        || source instanceof Undeclared;
  }

  /** A JSON number, or text that is a plain decimal number. */
  private static BigDecimal written(JsonNode value) throws DoesNotFit {
    if (!value.isTextual()) {
      return JsonNumber.exact(value);
    }
    if (!PLAIN.matcher(value.textValue()).matches()) {
      throw new DoesNotFit("the text is no plain decimal number");
    }
    return new BigDecimal(value.textValue());
  }

  private static BigDecimal scaled(JsonNode value, int scale) throws DoesNotFit {
    byte[] unscaled = Base64Text.bytes(value);
    if (unscaled.length == 0) {
      throw new DoesNotFit("expected the bytes of an unscaled number, found none");
    }
    return new BigDecimal(new BigInteger(unscaled), scale);
  }

  private static BigDecimal variable(JsonNode value) throws DoesNotFit {
    JsonNode scale = value.path("scale");
    if (value.size() != 2 || !scale.canConvertToInt() || !scale.isIntegralNumber()) {
      throw new DoesNotFit(
          "expected an object of scale and value, found " + JsonNumber.kind(value));
    }
    return scaled(value.path("value"), scale.intValue());
  }
}
