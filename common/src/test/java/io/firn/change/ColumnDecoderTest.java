package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.firn.change.SourceType.ListOf;
import io.firn.change.SourceType.MapOf;
import io.firn.change.SourceType.Physical;
import io.firn.change.SourceType.ScaledDecimal;
import io.firn.change.SourceType.Semantic;
import io.firn.change.SourceType.VariableScaleDecimal;
import io.firn.config.ColumnSpec.Encoding;
import io.firn.model.FirnException;
import java.math.BigDecimal;
import java.util.Optional;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnDecoderTest {
  private static final SourceType UNDECLARED = SourceType.undeclared(Optional.empty());

  @Test
  void valuesAreInCatalystsInternalForm() throws DoesNotFit {
    assertThat(decode(Types.BooleanType.get(), "true")).isEqualTo(true);
    assertThat(decode(Types.IntegerType.get(), "7")).isEqualTo(7);
    assertThat(decode(Types.LongType.get(), "7")).isEqualTo(7L);
    assertThat(decode(Types.FloatType.get(), "1.5")).isEqualTo(1.5f);
    assertThat(decode(Types.DoubleType.get(), "1.5")).isEqualTo(1.5d);
    assertThat(decode(Types.DecimalType.of(6, 2), "1.5"))
        .isEqualTo(Decimal.apply(new BigDecimal("1.50"), 6, 2));
    assertThat(decode(Types.DateType.get(), "1")).isEqualTo(1);
    assertThat(decode(Types.TimestampType.withoutZone(), "1")).isEqualTo(1L);
    assertThat(decode(Types.TimestampType.withZone(), "1")).isEqualTo(1L);
    assertThat(decode(Types.StringType.get(), "\"a\"")).isEqualTo(UTF8String.fromString("a"));
    assertThat(decode(Types.BinaryType.get(), "\"AQ==\"")).isEqualTo(new byte[] {1});
    assertThat(decode(Types.ListType.ofOptional(1, Types.IntegerType.get()), "[1,null]"))
        .isEqualTo(new GenericArrayData(new Object[] {1, null}));
  }

  @Test
  void nullAndAbsentFieldsAreNull() throws DoesNotFit {
    ColumnDecoder decoder = ColumnDecoder.of(Physical.INT32, Types.IntegerType.get());

    assertThat(decoder.decode(NullNode.getInstance())).isNull();
    assertThat(decoder.decode(MissingNode.getInstance())).isNull();
    assertThat(decoder.decode(null)).isNull();
  }

  @ParameterizedTest(name = "{1} of {0} gives {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "true | string | true",
        "1.50 | string | 1.50",
        "1e3 | string | 1e3",
        "-0.0 | string | -0.0",
        "123456789012345678901234567890 | string | 123456789012345678901234567890",
        "NaN | string | NaN",
        "[1.0, {\"a\": 1e2}, null] | string | [1.0,{\"a\":1e2},null]",
        "{\"scale\":1,\"value\":\"Cw==\"} | string | {\"scale\":1,\"value\":\"Cw==\"}",
        "{\"scale\":1,\"value\":\"Cw==\"} | decimal(3,1) | 1.1",
        "\"12.345\" | decimal(12,3) | 12.345",
        "\"-1.5E+2\" | decimal(12,3) | -150.000",
        "0e999999999 | decimal(12,3) | 0.000",
        "1e3 | int | 1000",
        "5.0 | long | 5",
        "0.1 | double | 0.1",
        "-0.0 | double | -0.0",
        "1 | double | 1.0",
        "\"-Infinity\" | double | -Infinity",
        "Infinity | float | Infinity",
        "1 | boolean | true",
        "0 | boolean | false",
        "19782 | date | 2024-02-29",
        "\"2024-02-29\" | date | 2024-02-29",
        "\"2024-02-29Z\" | date | 2024-02-29",
        "\"2024-02-29T00:00:00Z\" | date | 2024-02-29",
        "1709210096123456 | timestamp | 2024-02-29T12:34:56.123456",
        "1709210096123456 | timestamptz | 2024-02-29T12:34:56.123456Z",
        "\"2024-02-29 12:34:56+00\" | timestamptz | 2024-02-29T12:34:56Z",
        "\"2024-02-29T12:34:56.1+05:30\" | timestamptz | 2024-02-29T07:04:56.100Z",
        "\"2024-02-29T12:34\" | timestamp | 2024-02-29T12:34:00",
        "\"2024-02-29\" | timestamp | 2024-02-29T00:00:00",
        "\"0001-01-01\" | date | 0001-01-01",
        "\"9999-12-31T23:59:59.999999Z\" | timestamptz | 9999-12-31T23:59:59.999999Z",
        "\"AQI=\" | binary | 0x0102",
      })
  void anUndeclaredValueIsReadAsItsColumnSuggests(String json, String column, String expected) {
    assertThat(ColumnValue.shown(UNDECLARED, Types.fromPrimitiveString(column), json))
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} in {1}: {2} gives {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "DAYS | date | 19782 | 2024-02-29",
        "DAYS | timestamp | 19782 | 2024-02-29T00:00:00",
        "DAYS | string | 19782 | 2024-02-29",
        "MILLIS | timestamp | 1709210096123 | 2024-02-29T12:34:56.123",
        "MILLIS | timestamptz | 1709210096123 | 2024-02-29T12:34:56.123Z",
        "MILLIS | date | 1709164800000 | 2024-02-29",
        "MILLIS | string | 1709210096123 | 2024-02-29T12:34:56.123",
        "MILLIS | long | 1709210096123 | 1709210096123",
        "MICROS | timestamp | 1709210096123456 | 2024-02-29T12:34:56.123456",
        "NANOS | timestamp | 1709210096123456000 | 2024-02-29T12:34:56.123456",
        "NANOS | string | 1709210096123456789 | 2024-02-29T12:34:56.123456789",
        "ISO | timestamptz | \"2024-02-29T12:34:56Z\" | 2024-02-29T12:34:56Z",
        "ISO | date | \"2024-02-29\" | 2024-02-29",
        "UNSCALED | decimal(12,3) | \"MDk=\" | 12.345",
        "UNSCALED | decimal(12,3) | \"9g==\" | -0.010",
      })
  void aDeclaredEncodingSaysHowAValueIsWritten(
      Encoding encoding, String column, String json, String expected) {
    SourceType source = SourceType.undeclared(Optional.of(encoding));

    assertThat(ColumnValue.shown(source, Types.fromPrimitiveString(column), json))
        .isEqualTo(expected);
  }

  @Test
  void aBareLongOfASchemaTakesADeclaredEncodingAndAMicroTimestampDoesNot() {
    Type timestamp = Types.TimestampType.withoutZone();
    Optional<Encoding> millis = Optional.of(Encoding.MILLIS);

    assertThat(ColumnValue.shown(Physical.INT64.encodedAs(millis), timestamp, "1000"))
        .isEqualTo("1970-01-01T00:00:01");
    assertThat(ColumnValue.shown(Semantic.TIMESTAMP_MICROS.encodedAs(millis), timestamp, "1000000"))
        .isEqualTo("1970-01-01T00:00:01");
  }

  @Test
  void aNarrowerSourceFitsAWiderColumn() {
    assertThat(ColumnValue.shown(Physical.INT32, Types.LongType.get(), "7")).isEqualTo("7");
    assertThat(ColumnValue.shown(Physical.INT64, Types.DecimalType.of(20, 2), "7"))
        .isEqualTo("7.00");
    assertThat(ColumnValue.shown(Physical.FLOAT32, Types.DoubleType.get(), "1.1")).isEqualTo("1.1");
    assertThat(
            ColumnValue.shown(new ScaledDecimal(3, 12), Types.DecimalType.of(38, 10), "\"MDk=\""))
        .isEqualTo("12.3450000000");
    assertThat(ColumnValue.shown(Physical.INT16, Types.BooleanType.get(), "1")).isEqualTo("true");
    assertThat(ColumnValue.shown(Semantic.DATE, Types.TimestampType.withoutZone(), "1"))
        .isEqualTo("1970-01-02T00:00:00");
  }

  @Test
  void aDecimalMayAlsoBeWrittenAsANumber() {
    assertThat(ColumnValue.shown(new ScaledDecimal(3, 12), Types.DecimalType.of(12, 3), "12.345"))
        .isEqualTo("12.345");
    assertThat(ColumnValue.shown(new VariableScaleDecimal(), Types.StringType.get(), "1.50"))
        .isEqualTo("1.50");
    assertThat(ColumnValue.shown(Physical.STRING, Types.DecimalType.of(12, 3), "\"12.345\""))
        .isEqualTo("12.345");
  }

  @Test
  void aDecimalWithAHugeScaleKeepsItsExponentAsText() {
    String tiny = "{\"scale\":2147483647,\"value\":\"AQ==\"}";

    assertThat(ColumnValue.shown(new VariableScaleDecimal(), Types.StringType.get(), tiny))
        .isEqualTo("1E-2147483647");
  }

  @Test
  void timesOfDayAreTextAndMayRunPastMidnightOrBackwards() {
    Type text = Types.StringType.get();

    assertThat(ColumnValue.shown(Semantic.TIME_MILLIS, text, "0")).isEqualTo("00:00:00");
    assertThat(ColumnValue.shown(Semantic.TIME_MICROS, text, "86400000000")).isEqualTo("24:00:00");
    assertThat(ColumnValue.shown(Semantic.TIME_MICROS, text, "-3020399000001"))
        .isEqualTo("-838:59:59.000001");
    assertThat(ColumnValue.shown(Semantic.TIME_NANOS, text, "45296100000000"))
        .isEqualTo("12:34:56.1");
    assertThat(ColumnValue.shown(Semantic.ISO_TIME, text, "\"12:34:56.1Z\""))
        .isEqualTo("12:34:56.1");
    assertThat(ColumnValue.shown(Semantic.ZONED_TIME, text, "\"12:34:56.1Z\""))
        .isEqualTo("12:34:56.1Z");
  }

  @Test
  void numbersOfAnotherReaderAreTakenToo() {
    JsonNode binary = JsonNodeFactory.instance.numberNode(0.1);

    assertThat(ColumnValue.shown(UNDECLARED, Types.DoubleType.get(), binary)).isEqualTo("0.1");
    assertThat(ColumnValue.shown(UNDECLARED, Types.DecimalType.of(6, 2), binary)).isEqualTo("0.10");
  }

  @Test
  void listsMayHoldLists() {
    SourceType nested = new ListOf(new ListOf(Physical.INT64));

    assertThat(nested.naturalType()).hasToString("list<list<long>>");
    assertThat(ColumnValue.shown(nested, nested.naturalType(), "[[1,2],null,[]]"))
        .isEqualTo("[[1, 2], null, []]");
  }

  @Test
  void documentsAreTheirJsonText() {
    assertThat(
            ColumnValue.shown(
                new MapOf(Physical.STRING, Physical.STRING),
                Types.StringType.get(),
                "{\"a\": \"é\"}"))
        .isEqualTo("{\"a\":\"é\"}");
  }

  @Test
  void aTypeThatSilverDoesNotHaveIsRefused() {
    assertThatThrownBy(() -> ColumnDecoder.of(Physical.STRING, Types.UUIDType.get()))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("found uuid");
  }

  @Test
  void unscaledWithoutADecimalColumnIsRefused() {
    SourceType unscaled = SourceType.undeclared(Optional.of(Encoding.UNSCALED));

    assertThatThrownBy(() -> ColumnDecoder.of(unscaled, Types.StringType.get()))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("expected encoding = unscaled on a decimal column");
  }

  private static Object decode(Type column, String json) throws DoesNotFit {
    return ColumnDecoder.of(UNDECLARED, column).decode(ColumnValue.json(json));
  }
}
