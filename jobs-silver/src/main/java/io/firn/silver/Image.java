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
 * @param others of every field that is not among {@code fields}
 */
record Image(
    String key,
    boolean deleted,
    Map<String, ImageField> fields,
    ImageField others,
    String tenant,
    Sequence sequence) {

  /** Of a change that tells every field that the row has. */
  Image(
      String key,
      boolean deleted,
      Map<String, ImageField> fields,
      String tenant,
      Sequence sequence) {
    this(key, deleted, fields, new ImageField.Absent(), tenant, sequence);
  }

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

  /** The same, of a table that keeps deleted rows and marks them. */
  Image markedAt(Sequence at) {
    return new Image(key, true, fields, others, tenant, at);
  }

  Image withoutValues() {
    return new Image(key, deleted, Map.of(), tenant, sequence);
  }

  /** Whether values were left out that the table has no longer. */
  boolean lost() {
    return first(ImageField.Lost.class).isPresent();
  }

  /**
   * The key whose row in the table holds values that were left out, when there are any. One row
   * holds them all: a row of the table tells every column, so what came before it is not asked for.
   */
  Optional<String> origin() {
    return first(ImageField.InTable.class).map(ImageField.InTable::key);
  }

  /** Why the row must not be written, if so. */
  Optional<String> refusal() {
    return deleted
        ? Optional.empty()
        : first(ImageField.Refused.class).map(ImageField.Refused::reason);
  }

  ImageField field(String name) {
    return fields.getOrDefault(name, others);
  }

  private <F extends ImageField> Optional<F> first(Class<F> kind) {
    for (ImageField field : fields.values()) {
      if (kind.isInstance(field)) {
        return Optional.of(kind.cast(field));
      }
    }
    return kind.isInstance(others) ? Optional.of(kind.cast(others)) : Optional.empty();
  }
}
