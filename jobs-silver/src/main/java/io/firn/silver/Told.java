package io.firn.silver;

import java.util.Map;
import java.util.Optional;

/**
 * What is known of a key's row at one place in the order: from this, a later change takes what it
 * leaves out.
 *
 * @param fields by source field
 * @param others what is known of a field that is not among {@code fields}
 * @param inTableAt the position of the table's row when this is that row
 * @param deleted whether the row was deleted since; what it held is still the value of the row that
 *     a key change makes of it
 */
record Told(
    Map<String, ImageField> fields,
    ImageField others,
    Optional<String> inTableAt,
    boolean deleted) {

  static Told byChange(Map<String, ImageField> fields) {
    return new Told(fields, new ImageField.Untold(), Optional.empty(), false);
  }

  static Told byTable(String key, String position) {
    return new Told(Map.of(), new ImageField.InTable(key), Optional.of(position), false);
  }

  Told whenDeleted() {
    return new Told(fields, others, Optional.empty(), true);
  }

  ImageField field(String name) {
    return fields.getOrDefault(name, others);
  }
}
