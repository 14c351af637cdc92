package io.firn.change;

import static io.firn.change.Decoding.decode;
import static io.firn.change.Decoding.natural;
import static io.firn.change.Decoding.quoted;
import static io.firn.change.Decoding.tryDecode;
import static io.firn.change.Decoding.undeclared;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.firn.change.SourceType.ListOf;
import io.firn.change.SourceType.Physical;
import io.firn.change.SourceType.ScaledDecimal;
import io.firn.change.SourceType.Semantic;
import io.firn.change.SourceType.VariableScaleDecimal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;

/** What Debezium writes for a value comes out as that value, whatever the value is. */
class DecodingLawsTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @Property
  void wholeNumbers(@ForAll int i, @ForAll long l) throws DoesNotFit {
    assertThat(natural(Physical.INT32, Integer.toString(i))).isEqualTo(i);
    assertThat(natural(Physical.INT64, Long.toString(l))).isEqualTo(l);
    assertThat(decode(Physical.INT32, Types.LongType.get(), Integer.toString(i)))
        .isEqualTo((long) i);
    assertThat(decode(Physical.INT64, Types.DecimalType.of(19, 0), Long.toString(l)))
        .isEqualTo(Decimal.apply(BigDecimal.valueOf(l), 19, 0));
  }

  @Property
  void floatingPointNumbersBitForBit(@ForAll("floats") float f, @ForAll("doubles") double d)
      throws DoesNotFit {
    assertThat(Float.floatToIntBits((Float) natural(Physical.FLOAT32, written(f))))
        .isEqualTo(Float.floatToIntBits(f));
    assertThat(Double.doubleToLongBits((Double) natural(Physical.FLOAT64, written(d))))
        .isEqualTo(Double.doubleToLongBits(d));
  }

  @Property
  void aFloatInADoubleColumnKeepsItsDigits(@ForAll("floats") float f) throws DoesNotFit {
    Object held = decode(Physical.FLOAT32, Types.DoubleType.get(), written(f));

    assertThat(held).isEqualTo((Object) Double.parseDouble(Float.toString(f)));
  }

  @Property
  void booleansAndText(@ForAll boolean b, @ForAll("text") String s) throws DoesNotFit {
    assertThat(natural(Physical.BOOLEAN, Boolean.toString(b))).isEqualTo(b);
    assertThat(natural(Physical.STRING, quoted(s))).isEqualTo(UTF8String.fromString(s));
    assertThat(natural(Physical.STRING, quoted(s))).hasToString(s);
  }

  @Property
  void bytes(@ForAll byte[] bytes) throws DoesNotFit {
    assertThat(natural(Physical.BYTES, base64(bytes))).isEqualTo(bytes);
    assertThat(natural(Semantic.BITS, base64(bytes))).isEqualTo(bytes);
  }

  @Property
  void decimals(
      @ForAll
          @BigRange(
              min = "-99999999999999999999999999999999999999",
              max = "99999999999999999999999999999999999999")
          BigInteger unscaled,
      @ForAll @IntRange(max = 38) int scale)
      throws DoesNotFit {
    BigDecimal value = new BigDecimal(unscaled, scale);
    Type column = Types.DecimalType.of(38, scale);
    Decimal expected = Decimal.apply(value, 38, scale);
    String bytes = base64(unscaled.toByteArray());
    String variable = "{\"scale\":" + scale + ",\"value\":" + bytes + "}";

    assertThat(natural(new ScaledDecimal(scale, 38), bytes)).isEqualTo(expected);
    assertThat(decode(new VariableScaleDecimal(), column, variable)).isEqualTo(expected);
    assertThat(decode(Physical.STRING, column, quoted(value.toPlainString()))).isEqualTo(expected);
    assertThat(decode(undeclared(), column, value.toString())).isEqualTo(expected);
    assertThat(natural(new VariableScaleDecimal(), variable)).hasToString(value.toPlainString());
  }

  @Property
  void aDecimalEntersAColumnWithoutChangingOrNotAtAll(
      @ForAll @IntRange(min = -1_000_000, max = 1_000_000) int unscaled,
      @ForAll @IntRange(min = -3, max = 8) int scale,
      @ForAll @IntRange(min = 1, max = 10) int precision,
      @ForAll @IntRange(max = 10) int columnScale) {
    BigDecimal value = BigDecimal.valueOf(unscaled, scale);
    Type column = Types.DecimalType.of(precision, Math.min(columnScale, precision));

    Optional<Object> entered = tryDecode(undeclared(), column, value.toString());

    BigDecimal unit = BigDecimal.ONE.movePointLeft(Math.min(columnScale, precision));
    boolean fits =
        value.remainder(unit).signum() == 0
            && value.divide(unit).abs().compareTo(BigDecimal.TEN.pow(precision)) < 0;
    assertThat(entered.isPresent()).isEqualTo(fits);
    entered.ifPresent(
        held -> assertThat(((Decimal) held).toJavaBigDecimal()).isEqualByComparingTo(value));
  }

  @Property
  void aNumberEntersAnyNumericColumnUnchangedOrNotAtAll(@ForAll("numbers") BigDecimal number) {
    String json = number.toString();

    tryDecode(undeclared(), Types.IntegerType.get(), json)
        .ifPresent(i -> assertThat(BigDecimal.valueOf((Integer) i)).isEqualByComparingTo(number));
    tryDecode(undeclared(), Types.LongType.get(), json)
        .ifPresent(l -> assertThat(BigDecimal.valueOf((Long) l)).isEqualByComparingTo(number));
    tryDecode(undeclared(), Types.DoubleType.get(), json)
        .ifPresent(d -> assertStandsFor(number, (Double) d));
    tryDecode(undeclared(), Types.FloatType.get(), json)
        .ifPresent(f -> assertStandsFor(number, (Float) f));
  }

  @Property
  void lists(@ForAll List<Integer> ints) throws DoesNotFit {
    assertThat(natural(new ListOf(Physical.INT32), ints.toString()))
        .isEqualTo(new GenericArrayData(ints.toArray()));
  }

  @Provide
  Arbitrary<Float> floats() {
    return Arbitraries.integers().map(Float::intBitsToFloat);
  }

  @Provide
  Arbitrary<Double> doubles() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(Double::longBitsToDouble), Arbitraries.doubles());
  }

  @Provide
  Arbitrary<String> text() {
    return Arbitraries.strings()
        .all()
        .map(s -> s.replaceAll("[\\x{d800}-\\x{dfff}]", "\uD83D\uDE00"));
  }

  @Provide
  Arbitrary<BigDecimal> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.bigDecimals().ofScale(5),
        Arbitraries.doubles().map(BigDecimal::valueOf),
        Arbitraries.longs().map(BigDecimal::valueOf),
        Arbitraries.floats().map(f -> new BigDecimal(Float.toString(f))));
  }

  /** As Connect's JSON converter writes it: Jackson quotes what is no number. */
  private static String written(double number) {
    return JSON.numberNode(number).toString();
  }

  private static String written(float number) {
    return JSON.numberNode(number).toString();
  }

  private static String base64(byte[] bytes) {
    return quoted(Base64.getEncoder().encodeToString(bytes));
  }

  /**
   * Shown with as many digits as were written, {@code held} is the number written. A number in the
   * middle between two such texts, as 316189.875 is, stands for both.
   */
  private static void assertStandsFor(BigDecimal written, double held) {
    BigDecimal digits = written.stripTrailingZeros();
    BigDecimal exact = new BigDecimal(held);
    assertThat(digits)
        .usingComparator(BigDecimal::compareTo)
        .isIn(
            exact.setScale(digits.scale(), RoundingMode.HALF_UP),
            exact.setScale(digits.scale(), RoundingMode.HALF_DOWN));
  }
}
