package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.change.EnvelopeRefusal.Reason;
import io.firn.config.Connector;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is cut from a record is what came, to the byte; what is no envelope is told apart. */
class EnvelopeReaderTest {
  private static final String SOURCE =
      "{\"connector\":\"postgresql\",\"ts_ms\":7,\"snapshot\":\"false\",\"lsn\":255}";

  private final EnvelopeReader reader = new EnvelopeReader(Connector.POSTGRESQL);

  @ParameterizedTest
  @EnumSource(EnvelopeOperation.class)
  void everyOperationIsRead(EnvelopeOperation operation) throws EnvelopeRefusal {
    Envelope envelope = read("{\"op\":\"" + operation.code() + "\",\"source\":" + SOURCE + "}");

    assertThat(envelope.operation()).isEqualTo(operation);
    assertThat(envelope.position().sortable())
        .isEqualTo(
            "00000000000000ff"
                + (operation == EnvelopeOperation.READ ? ".0." : ".1.")
                + "00000000000000ff");
    assertThat(envelope.sourceMicros()).isEqualTo(7000);
  }

  @Test
  void aLogicalMessageIsKeptAsTheImageAfter() throws EnvelopeRefusal {
    Envelope envelope =
        read("{\"op\":\"m\",\"source\":" + SOURCE + ",\"message\":{\"prefix\":\"p\"}}");

    assertThat(text(envelope.after())).isEqualTo("{\"prefix\":\"p\"}");
  }

  @Test
  void fieldOrderAndSpaceDoNotMatter() throws EnvelopeRefusal {
    Envelope envelope =
        read(
            "\n"
                + " { \"payload\" :\t{ \"after\" : { \"a\" : [ 1 , \"}\" ] } ,\r\n"
                + " \"x\":{\"op\":\"d\"}, \"before\" : \"tëxt\" , \"source\" : "
                + SOURCE
                + " , \"op\" : \"u\" } , \"schema\" : { } } ");

    assertThat(text(envelope.after())).isEqualTo("{ \"a\" : [ 1 , \"}\" ] }");
    assertThat(text(envelope.before())).isEqualTo("\"tëxt\"");
    assertThat(text(envelope.source())).isEqualTo(SOURCE);
    assertThat(text(envelope.schema())).isEqualTo("{ }");
    assertThat(envelope.operation()).isEqualTo(EnvelopeOperation.UPDATE);
  }

  @Test
  void scalarsAreCutToTheirEnd() throws EnvelopeRefusal {
    for (String scalar : new String[] {"12345678901234567890", "-1.5e300", "true", "\"a\\\"b\""}) {
      assertThat(text(read(envelope("\"after\":" + scalar)).after())).isEqualTo(scalar);
    }
  }

  @Test
  void bareNumbersThatJsonHasNotAreTaken() throws EnvelopeRefusal {
    String image = "{\"x\":NaN,\"y\":Infinity,\"z\":-Infinity}";

    assertThat(text(read(envelope("\"after\":" + image)).after())).isEqualTo(image);
  }

  @Test
  void aValueOfThirtyMegabytesIsCut() throws EnvelopeRefusal {
    String image = "{\"x\":\"" + "é".repeat(15 << 20) + "\"}";

    assertThat(read(envelope("\"after\":" + image)).after().length())
        .isEqualTo(image.getBytes(StandardCharsets.UTF_8).length);
  }

  @Test
  void aReaderForgetsTheRecordBefore() throws EnvelopeRefusal {
    read("{\"schema\":{},\"payload\":" + envelope("\"after\":{},\"before\":{}") + "}");

    Envelope next = read(envelope("\"x\":1"));

    assertThat(next.after().isNone()).isTrue();
    assertThat(next.before().isNone()).isTrue();
    assertThat(next.schema().isNone()).isTrue();
  }

  @Test
  void aNullPayloadIsATombstone() throws EnvelopeRefusal {
    byte[] wrapped = bytes("{\"schema\":null,\"payload\":null}");

    assertThat(reader.read(wrapped)).isEqualTo(new Tombstone());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "{\"op\":\"u\"",
        "{\"op\":\"u\",}",
        "{\"op\":\"u\"} {}",
        "{\"op\":\"u\"}x",
        "{\"after\":{\"x\":nan}}",
        "{\"after\":\"\\x\"}"
      })
  void whatIsNoJsonIsToldApart(String value) {
    Reason expected = value.isEmpty() ? Reason.NOT_AN_ENVELOPE : Reason.NOT_JSON;
    assertRefused(value, expected, "");
  }

  @Test
  void everyTruncationIsRefused() {
    String whole = "{\"schema\":{},\"payload\":" + envelope("\"after\":{\"x\":\"ü\"}") + "}";
    byte[] bytes = bytes(whole);
    for (int length = 1; length < bytes.length; length++) {
      byte[] truncated = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> reader.read(truncated))
          .isInstanceOfSatisfying(
              EnvelopeRefusal.class,
              refusal -> assertThat(refusal.reason()).isEqualTo(Reason.NOT_JSON));
    }
  }

  @Test
  void aRefusalNeverShowsAValue() {
    assertThatThrownBy(() -> read("{\"password\":\"secret\" oops"))
        .isInstanceOf(EnvelopeRefusal.class)
        .hasMessageContaining("no JSON from byte")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | the value is no JSON object",
        "42 | the value is no JSON object",
        "null | the value is no JSON object",
        "{} | missing: op source",
        "{\"id\":1} | missing: op source",
        "{\"op\":\"u\"} | missing: source",
        "{\"op\":\"u\",\"source\":\"x\"} | missing: source",
        "{\"op\":{},\"source\":{}} | missing: op",
        "{\"payload\":[1]} | missing: op source",
        "{\"status\":\"BEGIN\",\"id\":\"780:1\",\"ts_ms\":1} | missing: op source"
      })
  void whatIsNoEnvelopeIsToldApart(String value, String message) {
    assertRefused(value, Reason.NOT_AN_ENVELOPE, message);
  }

  @Test
  void anUnknownOperationIsRefused() {
    assertRefused(
        "{\"op\":\"x\",\"source\":" + SOURCE + "}", Reason.UNKNOWN_OPERATION, "op is none of");
  }

  @Test
  void anotherConnectorIsRefused() {
    assertRefused(
        "{\"op\":\"u\",\"source\":" + SOURCE.replace("postgresql", "mysql") + "}",
        Reason.WRONG_CONNECTOR,
        "source.connector is not 'postgresql'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"lsn\":255 | \"lsn\":null | source.lsn is missing",
        "\"lsn\":255 | \"x\":1 | source.lsn is missing",
        "\"lsn\":255 | \"lsn\":\"0/FF\" | source.lsn is no whole number",
        "\"false\" | \"maybe\" | source.snapshot is no known word"
      })
  void aChangeWithoutAPlaceInTheLogIsRefused(String good, String bad, String message) {
    assertRefused(
        "{\"op\":\"u\",\"source\":" + SOURCE.replace(good, bad) + "}", Reason.NO_POSITION, message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"ts_ms\":1e400", "\"lsn\":1e30"})
  void aNumberBeyondItsRangeIsARefusalAndNoCrash(String number) {
    String source = SOURCE.replace("\"ts_ms\":7,", "").replace("}", "," + number + "}");

    assertThatThrownBy(() -> read("{\"op\":\"u\",\"source\":" + source + "}"))
        .isInstanceOf(EnvelopeRefusal.class)
        .hasMessageNotContaining("e400");
  }

  @Test
  void aTimeBeyondAllReasonDoesNotStopTheChange() throws EnvelopeRefusal {
    String source = SOURCE.replace("\"ts_ms\":7", "\"ts_ms\":9223372036854775807");

    assertThat(read("{\"op\":\"u\",\"source\":" + source + "}").sourceMicros())
        .isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"lsn\":{\"x\":[]}", "\"snapshot\":{}", "\"snapshot\":[\"false\"]"})
  void aStructWhereAValueBelongsIsRefused(String field) {
    String source = SOURCE.replace("}", "," + field + "}");
    if (field.contains("lsn")) {
      source = source.replace("\"lsn\":255,", "");
    }
    assertRefused(
        "{\"source\":" + source + ",\"op\":\"u\",\"after\":{}}", Reason.NO_POSITION, "source.");
  }

  private static String envelope(String fields) {
    return "{\"op\":\"u\"," + fields + ",\"source\":" + SOURCE + "}";
  }

  private Envelope read(String value) throws EnvelopeRefusal {
    return (Envelope) reader.read(bytes(value));
  }

  private String text(EnvelopeSlice slice) {
    return new String(reader.copy(slice), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void assertRefused(String value, Reason reason, String message) {
    assertThatThrownBy(() -> reader.read(bytes(value)))
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            EnvelopeRefusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }
}
