package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.TextNode;
import io.firn.change.JsonBytes.Malformed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The walk over JSON takes and refuses what Jackson takes and refuses, and cuts where it cuts. */
class JsonBytesTest {

  /** A place in a text and what is done there. */
  record Edit(int place, int kind, byte with) {}

  @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
  void itTakesWhatJacksonTakes(@ForAll("texts") String text, @ForAll("edits") List<Edit> edits) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (Edit edit : edits) {
      bytes = edited(bytes, edit);
    }
    String edited = new String(bytes, StandardCharsets.ISO_8859_1);
    // Jackson also reads UTF-16 and UTF-32, byte order marks, and INF; Debezium writes none of
    // them.
    Assume.that(edited.indexOf('\0') < 0 && !edited.contains("INF") && !edited.contains("+I"));
    Assume.that(!edited.startsWith("\u00EF") && !edited.startsWith("\u00FE"));

    // Jackson passes over some bytes that are no UTF-8. What lands must be read again as text.
    assertThat(takes(bytes)).as(edited).isEqualTo(isUtf8(bytes) && jacksonTakes(bytes));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void fieldsAreCutWhereJacksonCutsThem(@ForAll("objects") String object) throws Exception {
    byte[] bytes = object.getBytes(StandardCharsets.UTF_8);
    JsonBytes json = new JsonBytes();
    json.begin(bytes);
    List<String> cut = new ArrayList<>();

    json.enterObject();
    while (json.nextField()) {
      EnvelopeSlice slice = json.slice();
      cut.add(new String(bytes, slice.start(), slice.length(), StandardCharsets.UTF_8));
    }
    json.end();

    assertThat(cut).isEqualTo(jacksonCuts(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "", "ü\uD83D\uDE00", "a\"b\\c/\n\t\u0001", "op"})
  void aScalarIsWhatTheTextSays(String text) throws Malformed {
    JsonBytes json = new JsonBytes();
    json.begin(EventJson.write(TextNode.valueOf(text)).getBytes(StandardCharsets.UTF_8));

    assertThat(json.scalar()).isEqualTo(text);
  }

  @Property
  void aScalarIsWhatJacksonReads(@ForAll @StringLength(max = 8) String text) throws Exception {
    String json =
        EventJson.write(TextNode.valueOf(text)).replace("e", "\\u0065").replace("/", "\\/");
    Assume.that(isUtf8(json.getBytes(StandardCharsets.UTF_8)));
    JsonBytes bytes = new JsonBytes();
    bytes.begin(json.getBytes(StandardCharsets.UTF_8));

    assertThat(bytes.scalar()).isEqualTo(EventJson.read(json).textValue());
  }

  @Test
  void otherScalarsAreTheirText() throws Malformed {
    JsonBytes json = new JsonBytes();
    json.begin(JsonBytes.ascii("{\"a\":-1.5e3,\"b\":true,\"c\":null,\"d\":[1],\"e\":NaN}"));
    List<String> scalars = new ArrayList<>();

    json.enterObject();
    while (json.nextField()) {
      scalars.add(json.scalar());
    }

    assertThat(scalars).containsExactly("-1.5e3", "true", null, null, "NaN");
  }

  @Test
  void nestingAsDeepAsJacksonGoesIsTakenAndDeeperIsNot() {
    assertThat(takes(JsonBytes.ascii("[".repeat(1000) + "]".repeat(1000)))).isTrue();
    assertThat(takes(JsonBytes.ascii("[".repeat(1001) + "]".repeat(1001)))).isFalse();
  }

  @Test
  void aRefusalNamesThePlaceAndShowsNothing() {
    JsonBytes json = new JsonBytes();
    json.begin(JsonBytes.ascii("{\"password\" \"secret\"}"));

    assertThatThrownBy(json::skipValue)
        .isInstanceOf(Malformed.class)
        .hasMessage("no JSON from byte 12 on");
  }

  private static boolean takes(byte[] bytes) {
    JsonBytes json = new JsonBytes();
    json.begin(bytes);
    try {
      if (json.peek() >= 0) {
        json.skipValue();
        json.end();
      }
      return true;
    } catch (Malformed malformed) {
      return false;
    }
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException other) {
      return false;
    }
  }

  private static boolean jacksonTakes(byte[] bytes) {
    try (JsonParser parser = EventJson.JSON.createParser(bytes)) {
      if (parser.nextToken() == null) {
        return true;
      }
      parser.skipChildren();
      parser.finishToken();
      return parser.nextToken() == null;
    } catch (IOException malformed) {
      return false;
    }
  }

  private static List<String> jacksonCuts(byte[] bytes) throws IOException {
    List<String> cuts = new ArrayList<>();
    try (JsonParser parser = EventJson.JSON.createParser(bytes)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        parser.nextToken();
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getByteOffset();
        cuts.add(new String(bytes, start, end - start, StandardCharsets.UTF_8));
      }
    }
    return cuts;
  }

  private static byte[] edited(byte[] bytes, Edit edit) {
    int place = bytes.length == 0 ? 0 : edit.place() % bytes.length;
    List<Byte> edited = new ArrayList<>();
    for (int i = 0; i < bytes.length; i++) {
      if (i == place && edit.kind() == 0) {
        edited.add(edit.with());
        continue;
      }
      if (i == place && edit.kind() == 1) {
        edited.add(edit.with());
      }
      if (i != place || edit.kind() != 2) {
        edited.add(bytes[i]);
      }
    }
    byte[] result = new byte[edited.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = edited.get(i);
    }
    return result;
  }

  @Provide
  Arbitrary<List<Edit>> edits() {
    Arbitrary<Byte> signs =
        Arbitraries.of("{}[],:\"\\ \n0123456789.eE+-truefalsnINy/u\u0001".toCharArray())
            .map(sign -> (byte) sign.charValue());
    Arbitrary<Byte> with = Arbitraries.oneOf(signs, Arbitraries.bytes());
    return Arbitraries.integers()
        .between(0, 10_000)
        .flatMap(
            place ->
                Arbitraries.integers()
                    .between(0, 2)
                    .flatMap(kind -> with.map(sign -> new Edit(place, kind, sign))))
        .list()
        .ofMaxSize(2);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.recursive(JsonBytesTest::scalars, JsonBytesTest::containers, 0, 3);
  }

  @Provide
  Arbitrary<String> objects() {
    return Arbitraries.recursive(
        () -> Arbitraries.of("null", "1", "-2.5e7", "\"x\\\"}\"", "[1,{\"b\":[]}]", "NaN", "[]"),
        JsonBytesTest::fields,
        1,
        3);
  }

  private static Arbitrary<String> containers(Arbitrary<String> values) {
    return Arbitraries.oneOf(
        values.list().ofMaxSize(3).map(items -> "[" + String.join(" , ", items) + "]"),
        fields(values));
  }

  private static Arbitrary<String> fields(Arbitrary<String> values) {
    Arbitrary<String> names =
        Arbitraries.of("\"a\"", "\"op\"", "\"\"", "\"\\u0061\"", "\"a long name of a field\"");
    return Combinators.combine(names, values)
        .as((name, value) -> name + ":" + value)
        .list()
        .ofMaxSize(4)
        .map(fields -> "{" + String.join(",\n", fields) + "}");
  }

  private static Arbitrary<String> scalars() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            "null",
            "true",
            "false",
            "NaN",
            "Infinity",
            "-Infinity",
            "0",
            "-0",
            "1.5",
            "-12e-7",
            "1E+3",
            "\"\"",
            "\"a\\u00e4\\n\\\"\"",
            "\"\\/\"",
            "\"\uD83D\uDE00 é\"",
            "01",
            "1.",
            "-",
            "\"\\x\"",
            "tru",
            "\"\t\""),
        Arbitraries.strings().ofMaxLength(6).map(JsonBytesTest::quoted));
  }

  private static String quoted(String text) {
    return EventJson.write(TextNode.valueOf(text));
  }
}
