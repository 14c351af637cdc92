package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.firn.change.SourceType.ListOf;
import io.firn.change.SourceType.MapOf;
import io.firn.change.SourceType.Physical;
import io.firn.change.SourceType.ScaledDecimal;
import io.firn.change.SourceType.Semantic;
import io.firn.change.SourceType.StructOf;
import io.firn.change.SourceType.Undeclared;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UnavailableValueTest {
  private static final String TEXT = "__debezium_unavailable_value";
  private static final byte[] BYTES = TEXT.getBytes(StandardCharsets.UTF_8);
  private static final String BASE64 = Base64.getEncoder().encodeToString(BYTES);
  private static final String UUID_TEXT = UUID.nameUUIDFromBytes(BYTES).toString();
  private static final String NUMBERS = Arrays.toString(BYTES);
  private static final String MAP = "{\"" + TEXT + "\":\"" + TEXT + "\"}";

  static Stream<Arguments> forms() {
    return Stream.of(
        argumentSet("text", Physical.STRING, quoted(TEXT)),
        argumentSet("json", Semantic.JSON, quoted(TEXT)),
        argumentSet("xml", Semantic.XML, quoted(TEXT)),
        argumentSet("bytea in hex mode", Physical.STRING, quoted(TEXT)),
        argumentSet("bytea", Physical.BYTES, quoted(BASE64)),
        argumentSet("text[]", new ListOf(Physical.STRING), "[" + quoted(TEXT) + "]"),
        argumentSet("jsonb[]", new ListOf(Semantic.JSON), "[" + quoted(TEXT) + "]"),
        argumentSet("bytea[]", new ListOf(Physical.BYTES), "[" + quoted(BASE64) + "]"),
        argumentSet("uuid[]", new ListOf(Semantic.UUID), "[" + quoted(UUID_TEXT) + "]"),
        argumentSet("int[]", new ListOf(Physical.INT32), NUMBERS),
        argumentSet("bigint[]", new ListOf(Physical.INT64), NUMBERS),
        argumentSet("date[]", new ListOf(Semantic.DATE), NUMBERS),
        argumentSet("hstore as a map", new MapOf(Physical.STRING, Physical.STRING), MAP),
        argumentSet("hstore as JSON", Semantic.JSON, EventJson.write(textNode(MAP))));
  }

  static Stream<Arguments> data() {
    return Stream.of(
        argumentSet("null", Physical.STRING, "null"),
        argumentSet("other text", Physical.STRING, "\"__debezium\""),
        argumentSet("its base64 in a text column", Physical.STRING, quoted(BASE64)),
        argumentSet("a decimal's bytes", new ScaledDecimal(2, 0), quoted(BASE64)),
        argumentSet("two elements", new ListOf(Physical.STRING), "[\"" + TEXT + "\",\"a\"]"),
        argumentSet(
            "its UUID in a text array", new ListOf(Physical.STRING), "[\"" + UUID_TEXT + "\"]"),
        argumentSet("other numbers", new ListOf(Physical.INT32), "[95,95,101]"),
        argumentSet(
            "one number differs", new ListOf(Physical.INT32), NUMBERS.replace("100", "101")),
        argumentSet("nulls", new ListOf(Physical.INT32), "[" + "null,".repeat(27) + "null]"),
        argumentSet("empty array", new ListOf(Physical.STRING), "[]"),
        argumentSet("array in a text column", Physical.STRING, "[" + quoted(TEXT) + "]"),
        argumentSet(
            "other map", new MapOf(Physical.STRING, Physical.STRING), "{\"a\":\"" + TEXT + "\"}"),
        argumentSet("map in a struct column", new StructOf(List.of()), MAP),
        argumentSet("number", Physical.INT32, "95"));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everyFormOfThePlaceholderIsRecognised(SourceType source, String json) {
    assertThat(UnavailableValue.DEFAULT.standsFor(source, ColumnValue.json(json))).isTrue();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everyFormIsRecognisedInAnEventWithoutASchema(SourceType ignored, String json) {
    assertThat(UnavailableValue.DEFAULT.standsFor(new Undeclared(), ColumnValue.json(json)))
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("data")
  void dataIsNotTakenForThePlaceholder(SourceType source, String json) {
    assertThat(UnavailableValue.DEFAULT.standsFor(source, ColumnValue.json(json))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void theFirstLookFindsEveryFormHoweverItIsSpaced(SourceType ignored, String json) {
    for (String space : List.of("", " ", "\n    ")) {
      String row =
          "{\"id\":1,\"big\":" + json.replace(" ", "").replace(",", space + "," + space) + "}";

      assertThat(seenAtFirst(row)).as(row).isTrue();
    }
  }

  @Test
  void theFirstLookPassesOverOtherNumbers() {
    assertThat(seenAtFirst("{\"numbers\":[95,95,101,102]}")).isFalse();
  }

  private static boolean seenAtFirst(String row) {
    return UnavailableValue.DEFAULT.texts().stream().anyMatch(row::contains)
        || Pattern.compile(UnavailableValue.DEFAULT.byteList()).matcher(row).find();
  }

  @Test
  void anAbsentFieldIsNoPlaceholder() {
    assertThat(UnavailableValue.DEFAULT.standsFor(Physical.STRING, null)).isFalse();
  }

  @Test
  void aConnectorMayHaveAPlaceholderOfItsOwn() {
    UnavailableValue own = UnavailableValue.of("gone");

    assertThat(own.standsFor(Physical.STRING, textNode("gone"))).isTrue();
    assertThat(own.standsFor(Physical.STRING, textNode(TEXT))).isFalse();
  }

  private static com.fasterxml.jackson.databind.JsonNode textNode(String text) {
    return com.fasterxml.jackson.databind.node.TextNode.valueOf(text);
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
