package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.apicurio.registry.utils.converter.avro.AvroData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.json.JsonConverter;

/**
 * What Connect's Avro converter writes, read here, is what Connect's JSON converter writes of the
 * same: schema and payload.
 */
class AvroConverterLawsTest {
  private final JsonConverter json = new JsonConverter();

  AvroConverterLawsTest() {
    json.configure(
        Map.of("schemas.enable", "true", "replace.null.with.default", "false"), /* isKey= */ false);
  }

  @Property(tries = 1000)
  void an_event_in_avro_reads_as_the_same_event_in_json(@ForAll long seed)
      throws IOException, EnvelopeRefusal, DoesNotFit {
    ConnectValues values = new ConnectValues(seed);
    Schema schema = values.struct(0);
    Object value = values.of(schema);
    String expected =
        new String(json.fromConnectData("topic", schema, value), StandardCharsets.UTF_8);
    AvroData converter = new AvroData(10);
    org.apache.avro.Schema writer = converter.fromConnectSchema(schema);
    AvroTranslation translation = AvroTranslation.of(writer.toString(), List.of());
    AvroDecoder decoder = new AvroDecoder(id -> translation);

    AvroDecoder.Decoded decoded =
        decoder.decode("value", bytes(writer, converter.fromConnectData(schema, value)));

    String found = new String(decoded.whole(), StandardCharsets.UTF_8);
    assertThat(EventJson.read(found)).as(writer.toString()).isEqualTo(EventJson.read(expected));
  }

  private static byte[] bytes(org.apache.avro.Schema writer, Object value) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {0, 0, 0, 0, 7});
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<>(writer, new GenericData()).write(value, encoder);
    encoder.flush();
    return out.toByteArray();
  }
}
