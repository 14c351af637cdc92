package io.firn.schema;

import java.util.Optional;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Type.TypeID;
import org.apache.iceberg.types.Types;

/**
 * Which column types grow into which without a rewrite: Iceberg's promotions.
 *
 * <p>{@code int} to {@code long}, {@code float} to {@code double}, a decimal to one with more
 * digits and the same scale, a list as its elements. Types form separate chains, so the join of two
 * is commutative, associative and idempotent, and has no value across chains.
 */
public final class TypeLattice {
  private TypeLattice() {}

  /**
   * The least type that both grow into; {@code have} itself when it already holds {@code found}.
   *
   * @return empty when no promotion leads there: the column keeps its type, and values that do not
   *     fit it are rescued
   */
  public static Optional<Type> widen(Type have, Type found) {
    if (same(have, found)) {
      return Optional.of(have);
    }
    if (have instanceof Types.DecimalType left && found instanceof Types.DecimalType right) {
      return left.scale() == right.scale()
          ? Optional.of(left.precision() > right.precision() ? left : right)
          : Optional.empty();
    }
    if (have instanceof Types.ListType left && found instanceof Types.ListType right) {
      return widenList(left, right);
    }
    return widens(have, found, TypeID.INTEGER, TypeID.LONG)
        .or(() -> widens(have, found, TypeID.FLOAT, TypeID.DOUBLE));
  }

  /** Whether two types are the same but for the field ids inside. */
  public static boolean same(Type one, Type other) {
    if (one instanceof Types.ListType left && other instanceof Types.ListType right) {
      return left.isElementOptional() == right.isElementOptional()
          && same(left.elementType(), right.elementType());
    }
    return one.equals(other);
  }

  /** A list keeps the id of its element, and may hold nulls once either did. */
  private static Optional<Type> widenList(Types.ListType have, Types.ListType found) {
    boolean optional = have.isElementOptional() || found.isElementOptional();
    return widen(have.elementType(), found.elementType())
        .map(
            element ->
                optional
                    ? Types.ListType.ofOptional(have.elementId(), element)
                    : Types.ListType.ofRequired(have.elementId(), element));
  }

  private static Optional<Type> widens(Type have, Type found, TypeID narrow, TypeID wide) {
    if (have.typeId() == wide && found.typeId() == narrow) {
      return Optional.of(have);
    }
    boolean grows = have.typeId() == narrow && found.typeId() == wide;
    return grows ? Optional.of(found) : Optional.empty();
  }
}
