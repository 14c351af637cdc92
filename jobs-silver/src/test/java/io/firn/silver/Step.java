package io.firn.silver;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * One transaction in the simulated source.
 *
 * @param id the row's key
 * @param otherId the key that a {@code MOVE} gives it
 * @param value from which the new column values are made
 * @param leavesOut whether the large column stays untouched, and so untold
 */
record Step(Kind kind, String tenant, int id, int otherId, int value, boolean leavesOut) {
  enum Kind {
    /** An insert, or an update of all when the key is there. */
    WRITE,
    UPDATE,
    DELETE,
    /** A primary-key change. */
    MOVE,
    /** Empties the tenant's table. */
    TRUNCATE,
    /** From here on the source's table has another column, and amounts beyond 32 bits. */
    NEW_COLUMN
  }

  Step ofTenant(String name) {
    return new Step(kind, name, id, otherId, value, leavesOut);
  }

  static Arbitrary<Step> any() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(5, Kind.WRITE),
            Tuple.of(5, Kind.UPDATE),
            Tuple.of(3, Kind.DELETE),
            Tuple.of(3, Kind.MOVE),
            Tuple.of(1, Kind.TRUNCATE),
            Tuple.of(1, Kind.NEW_COLUMN));
    return Combinators.combine(
            kinds,
            Arbitraries.of("acme", "beta"),
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(0, 99),
            Arbitraries.of(true, false))
        .as(Step::new);
  }

  static Arbitrary<List<Step>> history(int most) {
    return any().list().ofMaxSize(most);
  }
}
