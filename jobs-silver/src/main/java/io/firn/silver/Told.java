package io.firn.silver;

import java.util.Map;
import java.util.Optional;

/**
 * What is known of a key's row at one place in the order: from this, a later change takes what it
 * leaves out.
 *
 * @param fields by source field
 * @param others what is known of a field that is not among {@code fields}
 * @param at where in the order it became known
 * @param inTable whether this is the table's row
 * @param deleted whether the row was deleted since; what it held is still the value of the row that
 *     a key change makes of it
 */
record Told(
    Map<String, ImageField> fields,
    ImageField others,
    Image.Sequence at,
    boolean inTable,
    boolean deleted) {

  static Told byChange(Map<String, ImageField> fields, Image.Sequence at) {
    return new Told(fields, new ImageField.Untold(), at, false, false);
  }

  /** After an update that tells only what it changed. */
  static Told byPatch(Map<String, ImageField> fields, ImageField others, Image.Sequence at) {
    return new Told(fields, others, at, false, false);
  }

  static Told byTable(String key, Image.Sequence at) {
    return new Told(Map.of(), new ImageField.InTable(key), at, true, false);
  }

  Told whenDeleted() {
    return new Told(fields, others, at, false, true);
  }

  /** The position of the table's row when this is that row. */
  Optional<String> inTableAt() {
    return inTable ? Optional.of(at.position()) : Optional.empty();
  }

  ImageField field(String name) {
    return fields.getOrDefault(name, others);
  }
}
