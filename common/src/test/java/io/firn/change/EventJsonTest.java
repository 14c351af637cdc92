package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.50",
        "1e3",
        "1E+3",
        "-0.0",
        "0.1000000000000000055511151231257827",
        "123456789012345678901234567890.123456789012345678901234567890",
        "123456789012345678901234567890",
        "[1,2.0,null,true,\"é\",{\"b\":1,\"a\":[]}]",
        "{\"z\":{\"y\":1e-7},\"a\":\"\\u0000\"}"
      })
  void whatIsReadIsWrittenAsItWas(String json) throws DoesNotFit {
    assertThat(EventJson.write(EventJson.read(json))).isEqualTo(json);
  }

  @Property
  void decimalsKeepEveryDigit(@ForAll BigDecimal number, @ForAll BigInteger whole)
      throws DoesNotFit {
    assertThat(EventJson.read(number.toString()).decimalValue()).isEqualTo(number);
    assertThat(EventJson.read(whole.toString()).bigIntegerValue()).isEqualTo(whole);
  }

  @Test
  void bareNotNumbersAreRead() throws DoesNotFit {
    JsonNode row = EventJson.read("{\"a\":NaN,\"b\":-Infinity}");

    assertThat(row.path("a").doubleValue()).isNaN();
    assertThat(row.path("b").doubleValue()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(EventJson.write(row)).isEqualTo("{\"a\":\"NaN\",\"b\":\"-Infinity\"}");
  }

  @Test
  void numbersAndTextOfAnyLengthAreRead() throws DoesNotFit {
    String digits = "9".repeat(131_072) + "." + "9".repeat(16_383);
    String text = "x".repeat(30_000_000);

    assertThat(EventJson.read(digits).asText()).isEqualTo(digits);
    assertThat(EventJson.read('"' + text + '"').textValue()).hasSize(30_000_000);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | no JSON: empty text",
        "{\"secret\":}  | no JSON from",
        "{\"secret\":1 | no JSON from",
        "secret | no JSON from",
        "1 2 | no JSON: text after its end",
        "{\"secret\":1,\"secret\":2} | a JSON object has a field twice",
        "1e99999999999 | a number has an exponent beyond all reason",
      })
  void whatIsNotOneJsonValueIsRefusedWithoutShowingIt(String json, String reason) {
    assertThatThrownBy(() -> EventJson.read(json))
        .isInstanceOf(DoesNotFit.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("secret");
  }

  @Test
  void aNumberThatRemembersItsTextIsANumberToEveryoneElse() throws DoesNotFit {
    JsonNode number = EventJson.read("1.25e1");

    assertThat(number.isNumber()).isTrue();
    assertThat(number.isFloatingPointNumber()).isTrue();
    assertThat(number.isIntegralNumber()).isFalse();
    assertThat(number.canConvertToInt()).isFalse();
    assertThat(number.canConvertToLong()).isFalse();
    assertThat(number.numberValue()).isEqualTo(new BigDecimal("12.5"));
    assertThat(number.doubleValue()).isEqualTo(12.5);
    assertThat(number.intValue()).isEqualTo(12);
    assertThat(number.longValue()).isEqualTo(12);
    assertThat(number.bigIntegerValue()).isEqualTo(12);
    assertThat(number).isEqualTo(EventJson.read("1.25e1")).hasToString("1.25e1");
  }
}
