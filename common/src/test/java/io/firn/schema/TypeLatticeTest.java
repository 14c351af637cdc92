package io.firn.schema;

import static org.assertj.core.api.Assertions.assertThat;

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
    return Arbitraries.oneOf(primitives(), lists);
  }

  private static void assertSame(Optional<Type> one, Optional<Type> other) {
    assertThat(one.isPresent()).isEqualTo(other.isPresent());
    one.ifPresent(type -> assertThat(TypeLattice.same(type, other.orElseThrow())).isTrue());
  }

  private static Type type(String text) {
    return Types.fromPrimitiveString(text);
  }
}
