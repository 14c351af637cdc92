package io.firn.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ShapeInferenceTest {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(com.fasterxml.jackson.core.json.JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  static Stream<Arguments> values() {
    return Stream.of(
        arguments("[true, false, null]", "boolean"),
        arguments("[1, null, -9223372036854775808]", "long"),
        arguments("[9223372036854775808]", "string"),
        arguments("[1, 2.5]", "double"),
        arguments("[2.5, 9007199254740992]", "double"),
        arguments("[2.5, 9007199254740993]", "string"),
        arguments("[9007199254740993, 1, 2.5]", "string"),
        arguments("[0.1, NaN, Infinity]", "double"),
        arguments("[0.1, 0.12345678901234567890]", "string"),
        arguments("[\"a\", null]", "string"),
        arguments("[{\"a\": 1}]", "string"),
        arguments("[[1]]", "string"),
        arguments("[true, 1]", "string"),
        arguments("[1, \"1\"]", "string"),
        arguments("[{\"a\": 1}, 1]", "string"));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @MethodSource("values")
  void aColumnHoldsEveryValueSeen(String values, String type) {
    ShapeInference seen = new ShapeInference();
    read(values).forEach(value -> seen.observe(row("f", value)));

    assertThat(seen.types().get("f")).hasToString(type);
  }

  @Test
  void aFieldSeenOnlyAsNullGivesNoColumn() {
    ShapeInference seen = new ShapeInference().observe(read("{\"a\": null, \"b\": 1}"));

    assertThat(seen.types()).containsOnlyKeys("b");
  }

  @Test
  void aMissingRowAndARowThatIsNoObjectHaveNoFields() {
    ShapeInference seen =
        new ShapeInference().observe(null).observe(read("null")).observe(read("[1]"));

    assertThat(seen.types()).isEmpty();
    assertThat(seen).isEqualTo(new ShapeInference());
  }

  @Test
  void fieldsComeInTheOrderOfTheirNames() {
    ShapeInference seen = new ShapeInference().observe(read("{\"b\": 1, \"a\": 1, \"B\": 1}"));

    assertThat(seen.types().keySet()).containsExactly("B", "a", "b");
  }

  @Property
  void howRowsAreSpreadOverTasksDoesNotMatter(
      @ForAll("rows") List<JsonNode> a,
      @ForAll("rows") List<JsonNode> b,
      @ForAll("rows") List<JsonNode> c) {
    ShapeInference together = seen(a).merge(seen(b)).merge(seen(c));

    assertThat(seen(a).merge(seen(b).merge(seen(c)))).isEqualTo(together);
    assertThat(seen(c).merge(seen(b)).merge(seen(a))).isEqualTo(together);
    List<JsonNode> rows = Stream.of(c, a, b).flatMap(List::stream).toList();
    assertThat(seen(rows)).isEqualTo(together).hasSameHashCodeAs(together);
  }

  @Property
  void seeingARowTwiceChangesNothing(@ForAll("rows") List<JsonNode> rows) {
    ShapeInference once = seen(rows);

    assertThat(seen(rows).merge(seen(rows))).isEqualTo(once);
    assertThat(once.merge(new ShapeInference())).isEqualTo(seen(rows));
  }

  @Test
  void whatWasSeenTravelsFromExecutors() throws Exception {
    ShapeInference seen = new ShapeInference().observe(read("{\"a\": 1}"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(seen);
    }

    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(seen).hasToString("{a=LONG}");
    }
  }

  @Provide
  Arbitrary<List<JsonNode>> rows() {
    JsonNodeFactory json = JsonNodeFactory.instance;
    Arbitrary<JsonNode> values =
        Arbitraries.oneOf(
            Arbitraries.just(json.nullNode()),
            Arbitraries.of(true, false).map(json::booleanNode),
            Arbitraries.longs().map(json::numberNode),
            Arbitraries.integers().map(json::numberNode),
            Arbitraries.bigDecimals().map(json::numberNode),
            Arbitraries.doubles().map(number -> json.numberNode(BigDecimal.valueOf(number))),
            Arbitraries.just(json.numberNode(Double.NaN)),
            Arbitraries.of("", "1").map(json::textNode),
            Arbitraries.just(json.objectNode()),
            Arbitraries.just(json.arrayNode()));
    return Arbitraries.maps(Arbitraries.of("a", "b", "c"), values)
        .map(
            fields -> {
              ObjectNode row = json.objectNode();
              fields.forEach(row::set);
              return (JsonNode) row;
            })
        .list()
        .ofMaxSize(4);
  }

  private static ShapeInference seen(List<JsonNode> rows) {
    ShapeInference seen = new ShapeInference();
    rows.forEach(seen::observe);
    return seen;
  }

  private static JsonNode row(String field, JsonNode value) {
    return JsonNodeFactory.instance.objectNode().set(field, value);
  }

  private static JsonNode read(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }
}
