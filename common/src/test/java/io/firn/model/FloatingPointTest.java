package io.firn.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloatingPointTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "0.1",
        "1e23",
        "9007199254740992",
        "1152921504606846976",
        "4.9E-324",
        "5e-324",
        "1.7976931348623157E308",
        "2.2250738585072014E-308",
        "2.98023223876953125E-8",
        "0.1000000000000000055511151231257827021181583404541015625",
        "0e-999999999"
      })
  void numbersThatADoubleGivesBack(String written) {
    assertThat(FloatingPoint.exactDouble(new BigDecimal(written)))
        .hasValue(Double.parseDouble(written));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9007199254740993",
        "0.123456789012345678",
        "1e309",
        "-1e309",
        "1e-400",
        "4e-324",
        "1e-999999999",
        "1e999999999",
        "3.14159265358979323846"
      })
  void numbersThatADoubleWouldChange(String written) {
    assertThat(FloatingPoint.exactDouble(new BigDecimal(written))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1", "16777216", "1.4E-45", "3.4028235E38", "1.17549435E-38"})
  void numbersThatAFloatGivesBack(String written) {
    assertThat(FloatingPoint.exactFloat(new BigDecimal(written)))
        .hasValue(Float.parseFloat(written));
  }

  @ParameterizedTest
  @ValueSource(strings = {"16777217", "0.1234567891", "1e39", "1e-46", "3.14159265358979"})
  void numbersThatAFloatWouldChange(String written) {
    assertThat(FloatingPoint.exactFloat(new BigDecimal(written))).isEmpty();
  }

  /** Java 17 prints this one a digit off; its source must be known to be binary. */
  @Test
  void aNumberThatJavaPrintsWronglyIsReadBackFromABinarySource() {
    BigDecimal printed = new BigDecimal("2.2358818755901182E25");

    assertThat(FloatingPoint.exactDouble(printed)).isEmpty();
    assertThat(FloatingPoint.nearestDouble(printed)).hasValue(2.2358818755901182E25);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e309", "-1e309", "1e-400", "1e999999999"})
  void aNumberBeyondADoubleIsNoDouble(String written) {
    assertThat(FloatingPoint.nearestDouble(new BigDecimal(written))).isEmpty();
    assertThat(FloatingPoint.nearestFloat(new BigDecimal(written))).isEmpty();
  }

  @Property
  void theDigitsOfADoubleReadBackAsIt(
      @ForAll("doubles") double number, @ForAll @IntRange(min = 17, max = 30) int digits) {
    BigDecimal exact = new BigDecimal(number);

    assertThat(FloatingPoint.exactDouble(exact)).hasValue(number);
    assertThat(FloatingPoint.exactDouble(exact.round(new MathContext(digits)))).hasValue(number);
    assertThat(FloatingPoint.nearestDouble(new BigDecimal(Double.toString(number))))
        .hasValue(number);
  }

  @Property
  void theDigitsOfAFloatReadBackAsIt(@ForAll("floats") float number) {
    assertThat(FloatingPoint.exactFloat(new BigDecimal(number))).hasValue(number);
    assertThat(FloatingPoint.nearestFloat(new BigDecimal(Float.toString(number)))).hasValue(number);
  }

  @Provide
  Arbitrary<Double> doubles() {
    return Arbitraries.longs()
        .map(Double::longBitsToDouble)
        .filter(Double::isFinite)
        .map(number -> number + 0.0);
  }

  @Provide
  Arbitrary<Float> floats() {
    return Arbitraries.integers()
        .map(Float::intBitsToFloat)
        .filter(Float::isFinite)
        .map(number -> number + 0.0f);
  }
}
