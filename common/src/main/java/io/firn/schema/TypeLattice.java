package io.firn.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Type.TypeID;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * Which column types grow into which without a rewrite: Iceberg's promotions, and fields that join
 * a struct.
 *
 * <p>{@code int} to {@code long}, {@code float} to {@code double}, a decimal to one with more
 * digits and the same scale, a list as its elements, a map as its values, a struct by the fields of
 * both. Primitive types form separate chains, so the join of two types is commutative but for the
 * order of fields, associative and idempotent, and has no value across chains.
 */
public final class TypeLattice {
  /** How two types of one field inside another come together; null for not at all. */
  @FunctionalInterface
  private interface Join {
    Type of(Type have, Type found);
  }

  private TypeLattice() {}

  /**
   * The least type that both grow into; {@code have} itself when it already holds {@code found}.
   *
   * @return empty when no promotion leads there: the column keeps its type, and values that do not
   *     fit it are rescued
   */
  public static Optional<Type> widen(Type have, Type found) {
    return Optional.ofNullable(join(have, found, (left, right) -> widen(left, right).orElse(null)));
  }

  /**
   * {@code have} as far as it grows towards {@code found}: inside a struct each field for itself,
   * so that one that cannot follow keeps none of the others back.
   */
  public static Type grow(Type have, Type found) {
    Type grown = join(have, found, TypeLattice::grow);
    return grown == null ? have : grown;
  }

  /** Whether a column of type {@code have} holds every value of {@code found}. */
  public static boolean holds(Type have, Type found) {
    if (have.typeId() == TypeID.STRING) {
      return true;
    }
    if (have instanceof Types.ListType left && found instanceof Types.ListType right) {
      return holds(left.elementType(), right.elementType());
    }
    if (have instanceof Types.MapType left && found instanceof Types.MapType right) {
      return holds(left.valueType(), right.valueType());
    }
    if (have instanceof Types.StructType left && found instanceof Types.StructType right) {
      return right.fields().stream()
          .allMatch(
              field ->
                  left.field(field.name()) != null
                      && holds(left.field(field.name()).type(), field.type()));
    }
    return widen(have, found).filter(wide -> same(wide, have)).isPresent();
  }

  /** Whether two types are the same but for the field ids inside. */
  public static boolean same(Type one, Type other) {
    if (one instanceof Types.ListType left && other instanceof Types.ListType right) {
      return left.isElementOptional() == right.isElementOptional()
          && same(left.elementType(), right.elementType());
    }
    if (one instanceof Types.MapType left && other instanceof Types.MapType right) {
      return left.isValueOptional() == right.isValueOptional()
          && same(left.keyType(), right.keyType())
          && same(left.valueType(), right.valueType());
    }
    if (one instanceof Types.StructType left && other instanceof Types.StructType right) {
      return sameFields(left.fields(), right.fields());
    }
    return one.equals(other);
  }

  private static boolean sameFields(List<NestedField> one, List<NestedField> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      NestedField left = one.get(i);
      NestedField right = other.get(i);
      if (!left.name().equals(right.name())
          || left.isOptional() != right.isOptional()
          || !same(left.type(), right.type())) {
        return false;
      }
    }
    return true;
  }

  private static Type join(Type have, Type found, Join inside) {
    if (same(have, found)) {
      return have;
    }
    if (have instanceof Types.DecimalType left && found instanceof Types.DecimalType right) {
      return left.scale() != right.scale()
          ? null
          : left.precision() > right.precision() ? left : right;
    }
    if (have instanceof Types.ListType left && found instanceof Types.ListType right) {
      return list(left, right, inside);
    }
    if (have instanceof Types.MapType left && found instanceof Types.MapType right) {
      return map(left, right, inside);
    }
    if (have instanceof Types.StructType left && found instanceof Types.StructType right) {
      return struct(left, right, inside);
    }
    return widens(have, found, TypeID.INTEGER, TypeID.LONG)
        .or(() -> widens(have, found, TypeID.FLOAT, TypeID.DOUBLE))
        .orElse(null);
  }

  /** A list keeps the id of its element, and may hold nulls once either did. */
  private static Type list(Types.ListType have, Types.ListType found, Join inside) {
    Type element = inside.of(have.elementType(), found.elementType());
    if (element == null) {
      return null;
    }
    return have.isElementOptional() || found.isElementOptional()
        ? Types.ListType.ofOptional(have.elementId(), element)
        : Types.ListType.ofRequired(have.elementId(), element);
  }

  private static Type map(Types.MapType have, Types.MapType found, Join inside) {
    Type value = inside.of(have.valueType(), found.valueType());
    if (value == null || !same(have.keyType(), found.keyType())) {
      return null;
    }
    return have.isValueOptional() || found.isValueOptional()
        ? Types.MapType.ofOptional(have.keyId(), have.valueId(), have.keyType(), value)
        : Types.MapType.ofRequired(have.keyId(), have.valueId(), have.keyType(), value);
  }

  /** The fields of the one, then those that only the other has. */
  private static Type struct(Types.StructType have, Types.StructType found, Join inside) {
    List<NestedField> fields = new ArrayList<>();
    for (NestedField left : have.fields()) {
      NestedField right = found.field(left.name());
      Type type = right == null ? left.type() : inside.of(left.type(), right.type());
      if (type == null) {
        return null;
      }
      boolean optional = left.isOptional() || right == null || right.isOptional();
      NestedField.Builder field = NestedField.from(left).ofType(type);
      fields.add((optional ? field.asOptional() : field.asRequired()).build());
    }
    found.fields().stream()
        .filter(right -> have.field(right.name()) == null)
        .forEach(right -> fields.add(NestedField.from(right).asOptional().build()));
    return Types.StructType.of(fields);
  }

  private static Optional<Type> widens(Type have, Type found, TypeID narrow, TypeID wide) {
    if (have.typeId() == wide && found.typeId() == narrow) {
      return Optional.of(have);
    }
    boolean grows = have.typeId() == narrow && found.typeId() == wide;
    return grows ? Optional.of(found) : Optional.empty();
  }
}
