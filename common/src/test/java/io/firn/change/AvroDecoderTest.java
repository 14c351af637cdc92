package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.firn.change.EnvelopeRefusal.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are refused, and Avro that another writer than Kafka Connect made. */
class AvroDecoderTest {
  private static final String ROW =
      """
      {"type": "record", "name": "Row", "namespace": "shop", "fields": [
        {"name": "id", "type": "long"},
        {"name": "name", "type": ["null", "string"], "default": null},
        {"name": "flag", "type": "boolean"},
        {"name": "tags", "type": {"type": "array", "items": "string"}},
        {"name": "share", "type": "double"},
        {"name": "raw", "type": "bytes"}]}
      """;
  private static final byte[] GOOD =
      HexFormat.of().parseHex("00000000070202046869010202" + "6100000000000000f83f020a");

  private final AvroDecoder decoder = decoder(ROW);

  private static AvroDecoder decoder(String schema) {
    return new AvroDecoder(id -> AvroTranslation.of(schema, List.of()));
  }

  private static String json(AvroDecoder decoder, byte[] record) throws EnvelopeRefusal {
    return new String(decoder.decode("value", record).payload(), StandardCharsets.UTF_8);
  }

  @Test
  void aRecordIsDecoded() throws EnvelopeRefusal {
    assertThat(json(decoder, GOOD))
        .isEqualTo(
            "{\"id\":1,\"name\":\"hi\",\"flag\":true,\"tags\":[\"a\"],\"share\":1.5,\"raw\":\"Cg==\"}");
  }

  @Test
  void everyCutIsRefusedAndTheNextRecordIsReadAsIfNothingHadBeen() throws EnvelopeRefusal {
    for (int length = 0; length < GOOD.length; length++) {
      byte[] cut = Arrays.copyOf(GOOD, length);
      EnvelopeRefusal refusal =
          catchThrowableOfType(EnvelopeRefusal.class, () -> decoder.decode("value", cut));
      assertThat(refusal.reason()).isEqualTo(Reason.NOT_AVRO);
      assertThat(json(decoder, GOOD)).startsWith("{\"id\":1,").endsWith("}");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "68656c6c6f|the value: it does not begin with a zero byte and a schema's id",
        "0000000007020003|the value: a boolean is neither 0 nor 1, at byte 8",
        "0000000007020601|the value: an enum or union has no member of that number, at byte 7",
        "000000000702020a6869|the value: a length is not that of what follows, at byte 8",
        "0000000007020201|the value: a length is not that of what follows, at byte 8",
        "000000000702020168|the value: a length is not that of what follows, at byte 8",
        "00000000070202feffffff0f68|the value: a length is not that of what follows, at byte 12",
        "00000000070202020080|the value: a boolean is neither 0 nor 1, at byte 10",
        "0000000007020202ff01|the value: a text is not UTF-8, at byte 9",
        "000000000702000180808020|the value: an array or map has more items than bytes follow,"
            + " at byte 12",
        "0000000007ffffffffffffffffffff01|the value: a number has more than 64 bits, at byte 15"
      })
  void whatIsWrongIsToldWithItsPlaceAndWithoutItsContent(String hex, String message) {
    assertThatThrownBy(() -> decoder.decode("value", HexFormat.of().parseHex(hex)))
        .isInstanceOfSatisfying(
            EnvelopeRefusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.NOT_AVRO))
        .hasMessage(message);
  }

  @Test
  void bytesBehindTheRecordAreRefused() {
    byte[] longer = Arrays.copyOf(GOOD, GOOD.length + 2);

    assertThatThrownBy(() -> decoder.decode("key", longer))
        .isInstanceOf(EnvelopeRefusal.class)
        .hasMessageStartingWith("the key: 2 bytes follow after the end of the record");
  }

  @Property(tries = 5000)
  void noBytesDoMoreThanBeingRefused(@ForAll @Size(max = 40) byte[] bytes) {
    byte[] record =
        ByteBuffer.allocate(5 + bytes.length).put((byte) 0).putInt(7).put(bytes).array();

    try {
      decoder.decode("value", record);
    } catch (EnvelopeRefusal refusal) {
      assertThat(refusal.reason()).isEqualTo(Reason.NOT_AVRO);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\": \"record\", \"name\": \"Node\", \"fields\": [{\"name\": \"next\", \"type\":"
            + " [\"null\", \"Node\"]}]}",
        "{\"type\": \"record\", \"name\": \"Row\", \"fields\": [{\"name\": \"no\", \"type\":"
            + " \"null\"}]}",
        "{\"type\": \"record\", \"name\": \"Row\", \"fields\": [{\"name\": \"a\", \"type\":"
            + " \"Unknown\"}]}",
        "syntax = \"proto3\";",
        "{\"type\": \"object\"}",
        ""
      })
  void aSchemaThatConnectCannotHaveWrittenIsRefusedByName(String schema) {
    assertThatThrownBy(() -> decoder(schema).decode("value", GOOD))
        .isInstanceOfSatisfying(
            EnvelopeRefusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.UNREADABLE_SCHEMA))
        .hasMessageStartingWith("the value: its schema");
  }

  @Test
  void typesThatConnectLacksBecomeWhatItsConverterMakesOfThem()
      throws IOException, EnvelopeRefusal {
    // Given
    Schema schema =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "Row", "namespace": "shop", "doc": "a row", "fields": [
                  {"name": "mood", "type": {"type": "enum", "name": "Mood", "symbols": ["SAD", "OK"]}},
                  {"name": "four", "type": {"type": "fixed", "name": "Four", "size": 4}},
                  {"name": "any", "type": ["null", "string", "long", {"type": "record", "name": "In",
                    "fields": [{"name": "x", "type": "int", "default": 3}]}]},
                  {"name": "by_name", "type": {"type": "map", "values": "int"}},
                  {"name": "day", "type": {"type": "int", "logicalType": "date"}},
                  {"name": "price", "type": {"type": "bytes", "logicalType": "decimal",
                    "precision": 9, "scale": 2}, "doc": "in euro"}]}
                """);
    Schema inner = schema.getField("any").schema().getTypes().get(3);
    GenericData.Record row =
        new GenericRecordBuilder(schema)
            .set("mood", new GenericData.EnumSymbol(schema.getField("mood").schema(), "OK"))
            .set("four", new GenericData.Fixed(schema.getField("four").schema(), new byte[4]))
            .set("any", new GenericRecordBuilder(inner).set("x", 5).build())
            .set("by_name", Map.of("ä", 1))
            .set("day", 19_782)
            .set("price", ByteBuffer.wrap(new byte[] {4, -46}))
            .build();

    // When
    AvroDecoder.Decoded decoded = decoder(schema.toString()).decode("value", bytes(schema, row));

    // Then
    assertThat(new String(decoded.payload(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"mood\":\"OK\",\"four\":\"AAAAAA==\",\"any\":{\"string\":null,\"long\":null,"
                + "\"In\":{\"x\":5}},\"by_name\":{\"ä\":1},\"day\":19782,\"price\":\"BNI=\"}");
    assertThat(new String(decoded.schema(), StandardCharsets.UTF_8))
        .contains(
            "{\"type\":\"string\",\"optional\":false,\"name\":\"shop.Mood\",\"parameters\":"
                + "{\"io.confluent.connect.avro.Enum\":\"shop.Mood\","
                + "\"io.confluent.connect.avro.Enum.SAD\":\"SAD\","
                + "\"io.confluent.connect.avro.Enum.OK\":\"OK\"},\"field\":\"mood\"}",
            "\"optional\":true,\"name\":\"io.confluent.connect.avro.Union\",\"field\":\"any\"",
            "{\"type\":\"int32\",\"optional\":false,\"parameters\":"
                + "{\"io.confluent.connect.avro.field.default\":\"true\"},\"default\":3,"
                + "\"field\":\"x\"}",
            "\"name\":\"org.apache.kafka.connect.data.Date\",\"version\":1",
            "\"name\":\"org.apache.kafka.connect.data.Decimal\",\"version\":1,\"parameters\":"
                + "{\"scale\":\"2\",\"connect.decimal.precision\":\"9\"}",
            "\"io.confluent.connect.avro.record.doc\":\"a row\"",
            "\"io.confluent.connect.avro.field.doc.price\":\"in euro\"");
    assertThat(decoded.envelope()).isFalse();
  }

  @Test
  void aTypeOfAnotherSubjectIsFoundThroughItsReference() throws EnvelopeRefusal {
    String row =
        "{\"type\": \"record\", \"name\": \"Row\", \"namespace\": \"shop\", \"fields\":"
            + " [{\"name\": \"in\", \"type\": \"shop.In\"}]}";
    String in =
        "{\"type\": \"record\", \"name\": \"In\", \"namespace\": \"shop\", \"fields\":"
            + " [{\"name\": \"x\", \"type\": \"int\"}]}";
    AvroTranslation translation = AvroTranslation.of(row, List.of(in));

    assertThat(json(new AvroDecoder(id -> translation), new byte[] {0, 0, 0, 0, 1, 10}))
        .isEqualTo("{\"in\":{\"x\":5}}");
  }

  private static byte[] bytes(Schema schema, Object value) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {0, 0, 0, 0, 7});
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<>(schema).write(value, encoder);
    encoder.flush();
    return out.toByteArray();
  }
}
