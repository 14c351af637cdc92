package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.change.EnvelopeRefusal.Reason;
import io.firn.config.Connector;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MongoDB's envelopes: documents as text in text, patches, and images that may be absent. */
class MongoEnvelopeTest {
  private static final String SOURCE =
      "{\"connector\":\"mongodb\",\"ts_ms\":1700000001456,\"snapshot\":\"false\",\"ord\":5,"
          + "\"lsid\":null,\"txnNumber\":null,\"wallTime\":1700000001456}";

  private final EnvelopeReader reader = new EnvelopeReader(Connector.MONGODB);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete-with-pre-image",
        "insert-all-types",
        "insert-in-transaction",
        "insert-with-schema",
        "replace",
        "snapshot-all-types",
        "update-looked-up",
        "update-looked-up-gone",
        "update-with-pre-image",
        "update-without-document"
      })
  void recordedDocumentsAreWhatTheirStringsSay(String file) throws EnvelopeRefusal {
    JsonNode value = RecordedEvent.of("mongodb/" + file + ".json").value();
    JsonNode payload = value.has("payload") ? value.path("payload") : value;

    Envelope envelope = read(EventJson.write(value));

    assertThat(image(envelope.after())).isEqualTo(text(payload.path("after")));
    assertThat(image(envelope.before())).isEqualTo(text(payload.path("before")));
    JsonNode patch = payload.path("updateDescription");
    assertThat(bytes(envelope.patch())).isEqualTo(patch.isNull() ? "" : EventJson.write(patch));
    assertThat(bytes(envelope.source())).isEqualTo(EventJson.write(payload.path("source")));
    assertThat(envelope.operation().code()).isEqualTo(payload.path("op").asText());
    assertThat(envelope.schema().isNone()).isEqualTo(!value.has("schema"));
  }

  @Test
  void bareNumbersInsideADocumentStayAsTheyAre() throws EnvelopeRefusal {
    Envelope envelope =
        read("{\"op\":\"c\",\"after\":\"{\\\"x\\\": NaN,\\\"y\\\": -Infinity}\",\"source\":@}");

    assertThat(image(envelope.after())).isEqualTo("{\"x\": NaN,\"y\": -Infinity}");
  }

  @Test
  void anUpdateWithoutADocumentIsNoDelete() throws EnvelopeRefusal {
    Envelope envelope =
        read("{\"op\":\"u\",\"after\":null,\"updateDescription\":{\"a\": 1},\"source\":@}");

    assertThat(envelope.operation()).isEqualTo(EnvelopeOperation.UPDATE);
    assertThat(envelope.after().isNone()).isTrue();
    assertThat(bytes(envelope.patch())).isEqualTo("{\"a\": 1}");
  }

  @Test
  void aDocumentThatATransformHasParsedIsKeptAsItCame() throws EnvelopeRefusal {
    Envelope envelope = read("{\"op\":\"c\",\"after\":{\"x\" : \"a\\nb\"},\"source\":@}");

    assertThat(image(envelope.after())).isEqualTo("{\"x\" : \"a\\nb\"}");
  }

  @Test
  void otherConnectorsHaveNoPatchAndNoDocuments() throws EnvelopeRefusal {
    EnvelopeReader postgres = new EnvelopeReader(Connector.POSTGRESQL);

    Envelope envelope =
        (Envelope)
            postgres.read(
                utf8(
                    "{\"op\":\"u\",\"after\":\"a\\tb\",\"updateDescription\":{},\"source\":"
                        + "{\"connector\":\"postgresql\",\"lsn\":1}}"));

    assertThat(envelope.patch().isNone()).isTrue();
    assertThat(new String(postgres.image(envelope.after()), StandardCharsets.UTF_8))
        .isEqualTo("\"a\\tb\"");
  }

  @Test
  void theMarkIsTimeAndCounter() throws EnvelopeRefusal {
    Envelope envelope = read("{\"op\":\"d\",\"source\":@}");

    assertThat(envelope.position())
        .isEqualTo(new MongoMark(1_700_000_001_456L, 5, Optional.empty()));
    assertThat(envelope.position().sortable()).isEqualTo("0000018bcfe56db0.00000005");
    assertThat(envelope.position().namesEvent()).isTrue();
    assertThat(envelope.sourceMicros()).isEqualTo(1_700_000_001_456_000L);
  }

  @Test
  void theMarkOfATransactionsEventsNamesTheTransactionAndNotTheEvent() throws EnvelopeRefusal {
    Envelope envelope =
        read(EventJson.write(RecordedEvent.of("mongodb/insert-in-transaction.json").value()));

    assertThat(envelope.position().namesEvent()).isFalse();
    assertThat(envelope.position().sortable())
        .matches("0000018bcfe56db0\\.00000005\\.000000000000002a\\.[0-9a-f]{16}");
  }

  @Test
  void sessionsAreToldApart() {
    assertThat(inTransaction("{\"id\": 1}").sortable())
        .isNotEqualTo(inTransaction("{\"id\": 2}").sortable());
  }

  private static MongoMark inTransaction(String session) {
    return new MongoMark(1, 1, Optional.of(new MongoMark.Transaction(1, session)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"ord\":5 | \"ord\":null | source.ord is missing",
        "\"ord\":5 | \"ord\":\"x\" | source.ord is no whole number",
        "\"ts_ms\":1700000001456 | \"x\":1 | source.ts_ms is missing",
        "\"txnNumber\":null | \"txnNumber\":\"x\" | source.txnNumber is no whole number"
      })
  void aChangeWithoutAMarkIsRefused(String good, String bad, String message) {
    String value = "{\"op\":\"u\",\"source\":" + SOURCE.replace(good, bad) + "}";

    assertThatThrownBy(() -> reader.read(utf8(value)))
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            EnvelopeRefusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.NO_POSITION));
  }

  /** {@code @} stands for the source block. */
  private Envelope read(String value) throws EnvelopeRefusal {
    return (Envelope) reader.read(utf8(value.replace("@", SOURCE)));
  }

  private String image(EnvelopeSlice slice) {
    return new String(reader.image(slice), StandardCharsets.UTF_8);
  }

  private String bytes(EnvelopeSlice slice) {
    return new String(reader.copy(slice), StandardCharsets.UTF_8);
  }

  private static String text(JsonNode image) {
    return image.isNull() ? "" : image.textValue();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
