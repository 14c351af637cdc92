package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.change.SourceType.MapOf;
import io.firn.change.SourceType.Physical;
import io.firn.change.SourceType.StructOf;
import io.firn.config.ColumnType;
import io.firn.schema.DeclaredType;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.iceberg.types.Type;
import org.junit.jupiter.api.Test;

/** Structs and maps in columns. */
class NestedValueTest {
  private static final SourceType UNDECLARED = Decoding.undeclared();
  private static final Type ABC = type("struct<a: int, b: int, c: int>");

  @Provide
  Arbitrary<Map<String, String>> objects() {
    return Arbitraries.maps(
        Arbitraries.of("a", "b", "c", "d"), Arbitraries.of("1", "null", "\"x\"", "2147483648"));
  }

  @Property
  void aStructHoldsEveryFieldThatFitsAndSaysSoWhenOneDoesNot(
      @ForAll("objects") Map<String, String> object) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    object.forEach((name, value) -> json.set(name, ColumnValue.json(value)));
    boolean whole =
        object.entrySet().stream()
            .allMatch(
                field ->
                    field.getValue().equals("null")
                        || field.getValue().equals("1") && !field.getKey().equals("d"));
    List<String> shown =
        List.of("a", "b", "c").stream()
            .map(name -> name + "=" + ("1".equals(object.get(name)) ? "1" : "null"))
            .toList();

    Object held;
    boolean fits = true;
    try {
      held = ColumnDecoder.of(UNDECLARED, ABC).decode(json);
    } catch (DoesNotFit partly) {
      held = partly.held();
      fits = false;
    }

    assertThat(ColumnValue.shown(ABC, held)).isEqualTo("{" + String.join(", ", shown) + "}");
    assertThat(fits).isEqualTo(whole);
  }

  @Test
  void aStructInsideAStructHoldsWhatFits() {
    Type column = type("struct<in: struct<a: int, b: string>, out: int>");
    ColumnDecoder decoder = ColumnDecoder.of(UNDECLARED, column);

    assertThatThrownBy(
            () -> decoder.decode(ColumnValue.json("{\"in\":{\"a\":\"x\",\"b\":\"y\"},\"out\":1}")))
        .isInstanceOfSatisfying(
            DoesNotFit.class,
            partly ->
                assertThat(ColumnValue.shown(column, partly.held()))
                    .isEqualTo("{in={a=null, b=y}, out=1}"))
        .hasMessage("field in: field a: expected a number, found text");
  }

  @Test
  void aListOfStructsIsHeldWholeOrNotAtAll() {
    Type column = type("list<struct<a: int>>");

    assertThat(ColumnValue.shown(UNDECLARED, column, "[{\"a\":1},null,{}]"))
        .isEqualTo("[{a=1}, null, {a=null}]");
    assertThatThrownBy(
            () ->
                ColumnDecoder.of(UNDECLARED, column)
                    .decode(ColumnValue.json("[{\"a\":1},{\"a\":\"x\"}]")))
        .isInstanceOfSatisfying(DoesNotFit.class, none -> assertThat(none.held()).isNull())
        .hasMessage("field a: expected a number, found text");
  }

  @Test
  void aStructOfASchemaMayBeDeclaredAMap() {
    SourceType source =
        new StructOf(
            List.of(
                new SourceField("day", true, SourceType.Semantic.DATE),
                new SourceField("n", true, Physical.INT32)));

    assertThat(ColumnValue.shown(source, type("map<string,string>"), "{\"day\":19782,\"n\":1}"))
        .isEqualTo("{day=2024-02-29, n=1}");
    assertThat(ColumnValue.shown(source, source.naturalType(), "{\"day\":19782,\"n\":1}"))
        .isEqualTo("{day=2024-02-29, n=1}");
  }

  @Test
  void aMapWithOtherKeysThanTextIsNoMapFromText() {
    assertThat(
            ColumnValue.shown(
                new MapOf(Physical.INT32, Physical.STRING),
                type("map<string,string>"),
                "[[1,\"v\"]]"))
        .isEqualTo("does not fit: the source's values are no maps from text");
  }

  @Test
  void aStructWithoutFieldsIsJsonText() {
    assertThat(new StructOf(List.of()).naturalType()).hasToString("string");
  }

  private static Type type(String text) {
    return DeclaredType.of(new ColumnType(text));
  }
}
