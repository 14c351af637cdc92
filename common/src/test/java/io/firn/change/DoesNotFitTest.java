package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.firn.change.SourceType.ListOf;
import io.firn.change.SourceType.MapOf;
import io.firn.change.SourceType.Physical;
import io.firn.change.SourceType.ScaledDecimal;
import io.firn.change.SourceType.Semantic;
import io.firn.change.SourceType.Undeclared;
import io.firn.change.SourceType.VariableScaleDecimal;
import io.firn.config.ColumnSpec.Encoding;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a column refuses, and what it says then. */
class DoesNotFitTest {
  private static final SourceType UNDECLARED = new Undeclared();
  private static final Type INT = Types.IntegerType.get();
  private static final Type LONG = Types.LongType.get();
  private static final Type DECIMAL = Types.DecimalType.of(6, 2);
  private static final Type DATE = Types.DateType.get();
  private static final Type TIMESTAMP = Types.TimestampType.withoutZone();
  private static final Type TIMESTAMPTZ = Types.TimestampType.withZone();
  private static final Type STRING = Types.StringType.get();

  static Stream<Arguments> numbers() {
    return Stream.of(
        refused("int overflow", Physical.INT64, INT, "2147483648", "the number is out of range"),
        refused("int underflow", Physical.INT64, INT, "-2147483649", "the number is out of range"),
        refused("long overflow", UNDECLARED, LONG, "9223372036854775808", "out of range"),
        refused("long with exponent", UNDECLARED, LONG, "1e19", "out of range"),
        refused("a monstrous exponent", UNDECLARED, LONG, "1e999999999", "out of range"),
        refused("fraction in an int", UNDECLARED, INT, "1.5", "the number has a fraction"),
        refused("tiny fraction in a long", UNDECLARED, LONG, "1e-999999999", "has a fraction"),
        refused("text in an int", Physical.INT32, INT, "\"1\"", "expected a number, found text"),
        refused("undeclared text in a long", UNDECLARED, LONG, "\"1\"", "found text"),
        refused("boolean in an int", Physical.INT32, INT, "true", "found true or false"),
        refused("object in an int", Physical.INT32, INT, "{\"a\":1}", "found an object"),
        refused("array in a long", Physical.INT64, LONG, "[1]", "found an array"),
        refused("a date is no number", Semantic.DATE, INT, "19782", "are no numbers"),
        refused("NaN in a long", UNDECLARED, LONG, "NaN", "NaN and infinity"),
        refused("float overflow", Physical.FLOAT64, Types.FloatType.get(), "1e39", "more digits"),
        refused("float underflow", Physical.FLOAT64, Types.FloatType.get(), "1e-50", "more digits"),
        refused("float of 10 digits", UNDECLARED, Types.FloatType.get(), "0.1234567891", "more"),
        refused("double overflow", UNDECLARED, Types.DoubleType.get(), "1e309", "out of range"),
        refused("double underflow", UNDECLARED, Types.DoubleType.get(), "1e-400", "out of range"),
        refused(
            "long in a double",
            Physical.INT64,
            Types.DoubleType.get(),
            "9007199254740993",
            "digits"),
        refused(
            "number word in a double",
            Physical.FLOAT64,
            Types.DoubleType.get(),
            "\"nan\"",
            "found text"),
        refused(
            "NaN text of a long", Physical.INT64, Types.DoubleType.get(), "\"NaN\"", "found text"));
  }

  static Stream<Arguments> decimals() {
    SourceType scale3 = new ScaledDecimal(3, 12);
    SourceType variable = new VariableScaleDecimal();
    return Stream.of(
        refused("lost digit", scale3, DECIMAL, "\"MDk=\"", "a finer fraction than decimal(6, 2)"),
        refused("too wide", UNDECLARED, DECIMAL, "12345", "more digits than decimal(6, 2)"),
        refused("too fine", UNDECLARED, DECIMAL, "0.001", "a finer fraction"),
        refused("monstrous exponent", UNDECLARED, DECIMAL, "1e999999999", "more digits"),
        refused("monstrous fraction", UNDECLARED, DECIMAL, "1e-999999999", "a finer fraction"),
        refused("the word NaN", Physical.STRING, DECIMAL, "\"NAN\"", "no plain decimal number"),
        refused("bare NaN", UNDECLARED, DECIMAL, "NaN", "NaN and infinity"),
        refused("base64 nobody declared", UNDECLARED, DECIMAL, "\"MDk=\"", "no plain decimal"),
        refused("spaces", UNDECLARED, DECIMAL, "\" 1\"", "no plain decimal"),
        refused("digits of another script", UNDECLARED, DECIMAL, "\"١٢\"", "no plain decimal"),
        refused("no base64", scale3, DECIMAL, "\"M!\"", "the text is no base64"),
        refused("no bytes", scale3, DECIMAL, "\"\"", "found none"),
        refused("bare bytes", variable, DECIMAL, "\"MDk=\"", "an object of scale and value"),
        refused("half an object", variable, DECIMAL, "{\"scale\":1}", "scale and value"),
        refused(
            "scale as text", variable, DECIMAL, "{\"scale\":\"1\",\"value\":\"Cw==\"}", "scale"),
        refused("value as number", variable, STRING, "{\"scale\":1,\"value\":11}", "base64"),
        refused("true", UNDECLARED, DECIMAL, "true", "expected a number"));
  }

  static Stream<Arguments> moments() {
    return Stream.of(
        refused("date infinity", Semantic.DATE, DATE, "-2147472692", "years 1 to 9999"),
        refused("year 0", Semantic.DATE, DATE, "-719163", "years 1 to 9999"),
        refused("year 10000", Semantic.DATE, DATE, "2932897", "years 1 to 9999"),
        refused("a long of days", Semantic.DATE, DATE, "9223372036854775807", "years 1 to 9999"),
        refused("date with a fraction", Semantic.DATE, DATE, "1.5", "has a fraction"),
        refused("date as text", Semantic.DATE, DATE, "\"2024-02-29\"", "expected a number"),
        refused("29 February 2023", UNDECLARED, DATE, "\"2023-02-29\"", "no ISO 8601"),
        refused("another calendar's text", UNDECLARED, DATE, "\"29.02.2024\"", "no ISO 8601"),
        refused("infinity", UNDECLARED, DATE, "\"infinity\"", "infinity is no date"),
        refused("a time in a date", Semantic.TIMESTAMP_MILLIS, DATE, "1", "is no midnight"),
        refused("boolean date", UNDECLARED, DATE, "true", "expected an ISO 8601 text"),
        refused("infinity", Semantic.TIMESTAMP_MICROS, TIMESTAMP, "9223372036825200000", "9999"),
        refused(
            "millis overflow", Semantic.TIMESTAMP_MILLIS, TIMESTAMP, "9223372036854775807", "9999"),
        refused("nanos", Semantic.TIMESTAMP_NANOS, TIMESTAMP, "1", "finer than a microsecond"),
        refused(
            "ISO nanos",
            Semantic.ISO_TIMESTAMP,
            TIMESTAMP,
            "\"2024-02-29T00:00:00.000000001Z\"",
            "finer"),
        refused(
            "an offset", UNDECLARED, TIMESTAMP, "\"2024-02-29T00:00:00+02:00\"", "has an offset"),
        refused("no offset", UNDECLARED, TIMESTAMPTZ, "\"2024-02-29T00:00:00\"", "names no moment"),
        refused("no time", UNDECLARED, TIMESTAMPTZ, "\"2024-02-29\"", "names no moment"),
        refused("-infinity", Semantic.ZONED_TIMESTAMP, TIMESTAMPTZ, "\"-infinity\"", "infinity"),
        refused("number for text", Semantic.ZONED_TIMESTAMP, TIMESTAMPTZ, "1", "found a number"),
        refused("hour 24", UNDECLARED, TIMESTAMP, "\"2024-02-29T24:00:00\"", "no ISO 8601"),
        refused(
            "beyond 9999 in UTC", UNDECLARED, TIMESTAMPTZ, "\"9999-12-31T23:30:00-01:00\"", "9999"),
        refused("a bare long is no moment", Physical.INT64, TIMESTAMP, "1", "does not say how"),
        refused("a time is no moment", Semantic.TIME_MICROS, TIMESTAMP, "1", "does not say how"),
        refused("a date has no zone", Semantic.DATE, TIMESTAMPTZ, "1", "does not say how"),
        refused(
            "millis that overflow",
            undeclared(Encoding.MILLIS),
            TIMESTAMP,
            "253402300800000",
            "9999"),
        refused("infinity as text", Semantic.DATE, STRING, "-2147472692", "years 1 to 9999"));
  }

  static Stream<Arguments> others() {
    Type list = Types.ListType.ofOptional(1, INT);
    Type fullList = Types.ListType.ofRequired(1, INT);
    SourceType ints = new ListOf(Physical.INT32);
    return Stream.of(
        refused("2 is no boolean", Physical.INT16, Types.BooleanType.get(), "2", "found a number"),
        refused("1.0 is none", UNDECLARED, Types.BooleanType.get(), "1.0", "found a number"),
        refused("text is none", UNDECLARED, Types.BooleanType.get(), "\"true\"", "found text"),
        refused("a date is none", Semantic.DATE, Types.BooleanType.get(), "1", "are no booleans"),
        refused("no base64", Physical.BYTES, Types.BinaryType.get(), "\"a-_b\"", "no base64"),
        refused("number for bytes", Physical.BYTES, Types.BinaryType.get(), "1", "found a number"),
        refused(
            "text is no bytes", Physical.STRING, Types.BinaryType.get(), "\"abcd\"", "no bytes"),
        refused("element", ints, list, "[1,2147483648]", "the number is out of range"),
        refused("no array", ints, list, "{\"a\":1}", "expected an array, found an object"),
        refused("no null", ints, fullList, "[1,null]", "the array has a null"),
        refused(
            "a map is no list",
            new MapOf(Physical.STRING, Physical.STRING),
            list,
            "[1]",
            "are no arrays"),
        refused("half a pair", Physical.STRING, STRING, "\"a\\ud800b\"", "half a surrogate pair"),
        refused("half a pair at the end", Physical.STRING, STRING, "\"\\udc00\"", "half a"));
  }

  @ParameterizedTest
  @MethodSource({"numbers", "decimals", "moments", "others"})
  void aValueThatTheColumnCannotHoldExactlyIsRefusedWithTheReason(
      SourceType source, Type column, String json, String reason) {
    assertThat(ColumnValue.shown(source, column, json))
        .startsWith("does not fit: ")
        .contains(reason);
  }

  @ParameterizedTest
  @MethodSource({"numbers", "decimals", "moments"})
  void theReasonDoesNotRepeatTheValue(
      SourceType source, Type column, String json, String ignoredReason) {
    String written = json.replaceAll("[\"{}\\[\\]]", "");

    if (written.length() > 5 && !written.contains("infinity")) {
      assertThat(ColumnValue.shown(source, column, json)).doesNotContain(written);
    }
  }

  @Test
  void aRefusalCostsNoStackTrace() {
    assertThat(new DoesNotFit("reason").getStackTrace()).isEmpty();
  }

  private static SourceType undeclared(Encoding encoding) {
    return SourceType.undeclared(Optional.of(encoding));
  }

  private static Arguments refused(
      String name, SourceType source, Type column, String json, String reason) {
    return argumentSet(name + " (" + column + ")", source, column, json, reason);
  }
}
