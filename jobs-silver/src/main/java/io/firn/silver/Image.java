package io.firn.silver;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * The state of one key after a change.
 *
 * @param key the key as the source wrote it
 * @param fields of the row image by source field; none of a deleted row, nor of one that the
 *     table's row is later than
 */
record Image(
    String key, boolean deleted, Map<String, ImageField> fields, String tenant, Sequence sequence) {

  /** Where the change stands: the order of changes of one key. */
  record Sequence(String position, int partition, long offset)
      implements Comparable<Sequence>, Serializable {
    private static final Comparator<Sequence> IN_ORDER =
        Comparator.comparing(Sequence::position)
            .thenComparingInt(Sequence::partition)
            .thenComparingLong(Sequence::offset);

    @Override
    public int compareTo(Sequence other) {
      return IN_ORDER.compare(this, other);
    }
  }

  /** The state of the key once its tenant's table was truncated. */
  Image truncated(Sequence at) {
    return new Image(key, true, Map.of(), tenant, at);
  }

  Image withoutValues() {
    return new Image(key, deleted, Map.of(), tenant, sequence);
  }

  /** Whether values were left out that the table has no longer. */
  boolean lost() {
    return fields.values().stream().anyMatch(ImageField.Lost.class::isInstance);
  }

  /**
   * The key whose row in the table holds values that were left out, when there are any. One row
   * holds them all: a row of the table tells every column, so what came before it is not asked for.
   */
  Optional<String> origin() {
    return fields.values().stream()
        .filter(ImageField.InTable.class::isInstance)
        .map(field -> ((ImageField.InTable) field).key())
        .findFirst();
  }
}
