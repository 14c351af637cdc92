package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One table of many types, as Debezium sent it through the JSON and through the Avro converter. */
class AvroRecordedTest {

  @Test
  void theSchemaFromTheRegistryIsTheSchemaThatTheJsonConverterEmbeds()
      throws EnvelopeRefusal, DoesNotFit {
    JsonNode embedded = RecordedEvent.of("postgres/pgs.app.t-000-r.json").value().path("schema");

    AvroTranslation translation = AvroTranslation.of(text("pgc.app.t.avsc"), List.of());

    String found = new String(translation.connectSchema(), StandardCharsets.UTF_8);
    assertThat(EventJson.read(found.replace("pgc.app", "pgs.app"))).isEqualTo(embedded);
  }

  @Test
  void theRowIsTheRowThatTheJsonConverterWrites() throws EnvelopeRefusal, DoesNotFit {
    JsonNode row = RecordedEvent.of("postgres/pgs.app.t-000-r.json").after();
    AvroTranslation translation = AvroTranslation.of(text("pga.app.t.avsc"), List.of());
    byte[] record = HexFormat.of().parseHex(text("pga.app.t-003-c.hex").strip());

    AvroDecoder.Decoded decoded = new AvroDecoder(id -> translation).decode("value", record);

    JsonNode payload = EventJson.read(new String(decoded.payload(), StandardCharsets.UTF_8));
    ObjectNode after = (ObjectNode) payload.path("after");
    assertThat(after.remove("newc").intValue()).as("a column added in between").isEqualTo(7);
    // These two columns were given other values when the two were recorded.
    List<String> different = List.of("big", "by");
    assertThat(after.<ObjectNode>without(different))
        .isEqualTo(((ObjectNode) row).<ObjectNode>without(different));
    assertThat(payload.path("op").textValue()).isEqualTo("c");
    assertThat(payload.at("/source/lsn").longValue()).isEqualTo(22_510_232);
  }

  private static String text(String file) {
    try (InputStream in = AvroRecordedTest.class.getResourceAsStream("/debezium/avro/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new IllegalStateException(file, unreadable);
    }
  }
}
