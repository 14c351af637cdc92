package io.firn.silver;

import java.util.Map;
import java.util.Optional;

/**
 * The state of one key after a change.
 *
 * @param fields of the last image by source field; empty when no change in this range brought one
 * @param key the key as the source wrote it
 */
record Image(
    String key,
    boolean deleted,
    boolean known,
    Map<String, ImageField> fields,
    String tenant,
    Sequence sequence) {

  /** Where the change stands: the order of changes of one key. */
  record Sequence(String position, int partition, long offset) {}

  /** The table's row that holds left-out values, when there are any; one row holds them all. */
  Optional<ImageField.InTable> origin() {
    return fields.values().stream()
        .filter(ImageField.InTable.class::isInstance)
        .map(ImageField.InTable.class::cast)
        .findFirst();
  }
}
