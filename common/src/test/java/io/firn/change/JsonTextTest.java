package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.firn.config.Connector;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Law 3: a document lands to the byte, however the string that carries it is written. */
class JsonTextTest {

  /** A character and how it is written. */
  record Written(String said, String json) {}

  @Property
  void aDocumentIsWhatWasWritten(@ForAll("strings") List<Written> characters) throws Exception {
    String said = String.join("", characters.stream().map(Written::said).toList());
    String json = String.join("", characters.stream().map(Written::json).toList());
    EnvelopeReader reader = new EnvelopeReader(Connector.MONGODB);
    byte[] record =
        ("{\"op\":\"c\",\"source\":{\"connector\":\"mongodb\",\"ts_ms\":1,\"ord\":1},\"after\":\""
                + json
                + "\"}")
            .getBytes(StandardCharsets.UTF_8);

    Envelope envelope = (Envelope) reader.read(record);

    assertThat(reader.image(envelope.after())).isEqualTo(said.getBytes(StandardCharsets.UTF_8));
    assertThat(said).isEqualTo(EventJson.read('"' + json + '"').textValue());
  }

  @Provide
  Arbitrary<List<Written>> strings() {
    Arbitrary<Integer> codePoints =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.integers().between(0, 0x7F)),
            Tuple.of(2, Arbitraries.integers().between(0x80, 0xD7FF)),
            Tuple.of(1, Arbitraries.integers().between(0xE000, 0xFFFF)),
            Tuple.of(1, Arbitraries.integers().between(0x10000, 0x10FFFF)));
    return Combinators.combine(codePoints, Arbitraries.integers().between(0, 2))
        .as(JsonTextTest::written)
        .list()
        .ofMaxSize(40);
  }

  /**
   * @param way 0 as Jackson writes it, 1 escaped by number, 2 escaped by number in capitals
   */
  private static Written written(int codePoint, int way) {
    String said = Character.toString(codePoint);
    if (way == 0) {
      String quoted = EventJson.write(TextNode.valueOf(said));
      return new Written(said, quoted.substring(1, quoted.length() - 1));
    }
    StringBuilder escapes = new StringBuilder();
    for (char unit : said.toCharArray()) {
      escapes.append((way == 1 ? "\\u%04x" : "\\u%04X").formatted((int) unit));
    }
    return new Written(said, escapes.toString());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "a\\ud83dz, a\\ud83dz",
        "a\\ud83d, a\\ud83d",
        "\\ude00\\ud83d, \\ude00\\ud83d",
        "\\ud83d\\n, `\\ud83d\n`",
        "\\ud83d\\u0041, \\ud83dA",
        "\\/\\b\\f, `/\b\f`"
      })
  void aHalfOfACharacterStaysTheEscapeThatItWas(String json, String said) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);

    assertThat(new String(JsonText.said(bytes, 0, bytes.length), StandardCharsets.UTF_8))
        .isEqualTo(said);
  }
}
