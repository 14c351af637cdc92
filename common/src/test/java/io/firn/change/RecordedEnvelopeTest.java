package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.config.Connector;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of a real Debezium, with and without an embedded schema. */
class RecordedEnvelopeTest {
  private final EnvelopeReader reader = new EnvelopeReader(Connector.POSTGRESQL);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pgj.app.t-000-r.json",
        "pgj.app.t-001-c.json",
        "pgj.app.t-002-u.json",
        "pgj.app.t-009-c.json",
        "pgs.app.t-000-r.json",
        "pgs.app.t-001-c.json",
        "pgs.app.t-002-u.json",
        "pgs.app.t-009-c.json",
        "pgn.app.t-000-c.json"
      })
  void recordedEventsAreCutToTheByte(String file) throws EnvelopeRefusal, DoesNotFit {
    JsonNode value = RecordedEvent.of("postgres/" + file).value();
    JsonNode payload = value.has("payload") ? value.path("payload") : value;

    Envelope envelope =
        (Envelope) reader.read(EventJson.write(value).getBytes(StandardCharsets.UTF_8));

    assertThat(text(envelope.after())).isEqualTo(EventJson.write(payload.path("after")));
    assertThat(text(envelope.source())).isEqualTo(EventJson.write(payload.path("source")));
    assertThat(envelope.operation().code()).isEqualTo(payload.path("op").asText());
    assertThat(envelope.before().isNone()).isEqualTo(payload.path("before").isNull());
    assertThat(text(envelope.schema()))
        .isEqualTo(value.has("schema") ? EventJson.write(value.path("schema")) : "");
    assertThat(envelope.position().sortable()).isEqualTo(position(payload));
    assertThat(envelope.sourceMicros()).isEqualTo(payload.path("source").path("ts_us").asLong());
  }

  private static String position(JsonNode payload) throws EnvelopeRefusal, DoesNotFit {
    JsonNode source = payload.path("source");
    JsonNode sequence = EventJson.read(source.path("sequence").asText());
    return new PostgresPosition(
            sequence.path(0).isNull()
                ? OptionalLong.empty()
                : OptionalLong.of(sequence.path(0).asLong()),
            source.path("lsn").asLong(),
            payload.path("op").asText().equals("r"))
        .sortable();
  }

  private String text(EnvelopeSlice slice) {
    return new String(reader.copy(slice), StandardCharsets.UTF_8);
  }
}
