package io.firn.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.config.ColumnType;
import io.firn.table.TypeText;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeLatticeTest {

  @ParameterizedTest(name = "{0} and {1} give {2}")
  @CsvSource({
    "int, long, long",
    "long, int, long",
    "float, double, double",
    "double, float, double",
    "'decimal(6,2)', 'decimal(9,2)', 'decimal(9, 2)'",
    "'decimal(9,2)', 'decimal(6,2)', 'decimal(9, 2)'",
    "string, string, string",
    "timestamptz, timestamptz, timestamptz"
  })
  void promotionsThatIcebergKnows(String have, String found, String wide) {
    assertThat(TypeLattice.widen(type(have), type(found)).orElseThrow()).hasToString(wide);
  }

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource({
    "int, float",
    "int, double",
    "long, double",
    "int, string",
    "int, 'decimal(38,0)'",
    "'decimal(6,2)', 'decimal(9,3)'",
    "'decimal(6,2)', double",
    "date, timestamp",
    "timestamp, timestamptz",
    "string, binary",
    "boolean, int"
  })
  void typesWithoutACommonPromotion(String one, String other) {
    assertThat(TypeLattice.widen(type(one), type(other))).isEmpty();
    assertThat(TypeLattice.widen(type(other), type(one))).isEmpty();
  }

  @Test
  void listsGrowAsTheirElementsAndKeepTheIdOfTheTablesElement() {
    Type have = Types.ListType.ofRequired(7, Types.IntegerType.get());
    Type found = Types.ListType.ofOptional(1, Types.LongType.get());

    assertThat(TypeLattice.widen(have, found))
        .contains(Types.ListType.ofOptional(7, Types.LongType.get()));
    assertThat(TypeLattice.widen(have, Types.IntegerType.get())).isEmpty();
    assertThat(TypeLattice.widen(have, Types.ListType.ofOptional(1, Types.StringType.get())))
        .isEmpty();
  }

  @Property
  void theOrderOfTwoTypesDoesNotMatter(@ForAll("types") Type a, @ForAll("types") Type b) {
    assertSame(TypeLattice.widen(a, b), TypeLattice.widen(b, a));
  }

  @Property
  void theOrderOfThreeTypesDoesNotMatter(
      @ForAll("types") Type a, @ForAll("types") Type b, @ForAll("types") Type c) {
    assertSame(
        TypeLattice.widen(a, b).flatMap(ab -> TypeLattice.widen(ab, c)),
        TypeLattice.widen(b, c).flatMap(bc -> TypeLattice.widen(a, bc)));
  }

  @Property
  void aTypeGrowsIntoItself(@ForAll("types") Type a) {
    assertThat(TypeLattice.widen(a, a)).contains(a);
  }

  @Property
  void whatGrewHoldsWhatItHeldAndAllThatCouldFollow(
      @ForAll("types") Type a, @ForAll("types") Type b) {
    Type grown = TypeLattice.grow(a, b);

    assertThat(TypeLattice.holds(grown, a)).isTrue();
    assertThat(TypeLattice.same(TypeLattice.grow(grown, b), grown)).isTrue();
    TypeLattice.widen(a, b).ifPresent(wide -> assertThat(TypeLattice.same(grown, wide)).isTrue());
    assertThat(TypeLattice.holds(grown, b))
        .isEqualTo(
            TypeLattice.widen(a, b).isPresent() || TypeLattice.holds(a, b) || textHolds(grown, b));
  }

  private static boolean textHolds(Type have, Type found) {
    return have instanceof Types.StructType left
        && found instanceof Types.StructType right
        && right.fields().stream()
            .allMatch(field -> TypeLattice.holds(left.field(field.name()).type(), field.type()));
  }

  @Test
  void aFieldThatCannotFollowKeepsNoOtherBack() {
    Type have = type("struct<a: int, b: int>");
    Type found = type("struct<b: string, a: long, c: date>");

    Type grown = TypeLattice.grow(have, found);

    assertThat(TypeText.of(grown)).isEqualTo("struct<a: long, b: int, c: date>");
    assertThat(TypeLattice.widen(have, found)).isEmpty();
    assertThat(TypeLattice.holds(grown, found)).isFalse();
  }

  @Property
  void icebergAgreesWithEveryPromotion(@ForAll("primitives") Type a, @ForAll("primitives") Type b) {
    TypeLattice.widen(a, b)
        .ifPresent(
            wide -> {
              assertThat(TypeUtil.isPromotionAllowed(a, wide.asPrimitiveType())).isTrue();
              assertThat(TypeUtil.isPromotionAllowed(b, wide.asPrimitiveType())).isTrue();
            });
  }

  @Provide
  Arbitrary<Type> primitives() {
    Arbitrary<Type> plain =
        Arbitraries.of(
                List.of(
                    "int",
                    "long",
                    "float",
                    "double",
                    "string",
                    "boolean",
                    "date",
                    "timestamp",
                    "timestamptz",
                    "binary"))
            .map(TypeLatticeTest::type);
    Arbitrary<Type> decimals =
        Arbitraries.integers()
            .between(2, 5)
            .flatMap(
                precision ->
                    Arbitraries.integers()
                        .between(1, 2)
                        .map(scale -> Types.DecimalType.of(precision, scale)));
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(3, plain), net.jqwik.api.Tuple.of(2, decimals));
  }

  @Provide
  Arbitrary<Type> types() {
    Arbitrary<Type> lists =
        net.jqwik.api.Combinators.combine(primitives(), Arbitraries.of(true, false))
            .as(
                (element, optional) ->
                    optional
                        ? Types.ListType.ofOptional(1, element)
                        : Types.ListType.ofRequired(2, element));
    return Arbitraries.oneOf(primitives(), lists, maps(), structs());
  }

  private Arbitrary<Type> maps() {
    return primitives().map(value -> Types.MapType.ofOptional(1, 2, type("string"), value));
  }

  /** Few names, so that two of them often have one in common; one level more than a list. */
  private Arbitrary<Type> structs() {
    Arbitrary<Type> field = Arbitraries.oneOf(primitives(), maps());
    return Arbitraries.maps(Arbitraries.of("a", "b", "c"), field)
        .ofMinSize(1)
        .map(
            fields ->
                Types.StructType.of(
                    fields.entrySet().stream()
                        .map(e -> Types.NestedField.optional(1, e.getKey(), e.getValue()))
                        .toList()));
  }

  private static void assertSame(Optional<Type> one, Optional<Type> other) {
    assertThat(one.isPresent()).isEqualTo(other.isPresent());
    one.ifPresent(
        type -> assertThat(TypeLattice.same(sorted(type), sorted(other.orElseThrow()))).isTrue());
  }

  private static Type sorted(Type type) {
    return type instanceof Types.StructType struct
        ? Types.StructType.of(
            struct.fields().stream().sorted(Comparator.comparing(Types.NestedField::name)).toList())
        : type;
  }

  private static Type type(String text) {
    return DeclaredType.of(new ColumnType(text));
  }
}
