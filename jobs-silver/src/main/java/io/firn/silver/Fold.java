package io.firn.silver;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.change.EnvelopeOperation;
import io.firn.change.SourceField;
import io.firn.change.SourceSchema;
import io.firn.change.SourceType;
import io.firn.change.UnavailableValue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the changes of a group of keys, given in order, together into one state per key.
 *
 * <p>A change normally brings the whole row, so the last one wins and nothing else is needed. Two
 * things make it more:
 *
 * <ul>
 *   <li>PostgreSQL leaves out a large value that an update did not touch; the last value sent
 *       stands, from an earlier change in the range or from the table's row.
 *   <li>After a primary-key change the left-out value is the <em>old</em> key's. Keys joined by
 *       such a change are in one group, so that the old key's image is at hand.
 * </ul>
 *
 * <p>Holds one group's states at a time; a group is one key, or the few that key changes connect.
 */
final class Fold {
  private final Map<String, SourceSchema> schemas;
  private final Map<String, Image> states = new LinkedHashMap<>();

  /**
   * @param schemas embedded schemas by id
   */
  Fold(Map<String, SourceSchema> schemas) {
    this.schemas = schemas;
  }

  /** One change of the group. */
  record Change(
      String key,
      Optional<String> oldKey,
      EnvelopeOperation operation,
      JsonNode image,
      String schemaId,
      String tenant,
      Image.Sequence sequence) {}

  /** Takes the next change in order. */
  void add(Change change) {
    Image before = states.get(change.key());
    Image after =
        change.operation() == EnvelopeOperation.DELETE ? deleted(change, before) : written(change);
    states.put(change.key(), after);
  }

  private static Image deleted(Change change, Image before) {
    // The last image is kept: the create half of a key change may follow and refer to it.
    return new Image(
        change.key(),
        true,
        before != null && before.known(),
        before == null ? Map.of() : before.fields(),
        change.tenant(),
        change.sequence());
  }

  private Image written(Change change) {
    Map<String, ImageField> fields = new LinkedHashMap<>();
    change
        .image()
        .properties()
        .forEach(
            field -> fields.put(field.getKey(), field(change, field.getKey(), field.getValue())));
    return new Image(change.key(), false, true, fields, change.tenant(), change.sequence());
  }

  private ImageField field(Change change, String name, JsonNode value) {
    if (!UnavailableValue.DEFAULT.standsFor(type(change.schemaId(), name), value)) {
      return new ImageField.Sent(value, change.schemaId());
    }
    String holder = change.oldKey().orElse(change.key());
    Image earlier = states.get(holder);
    if (earlier == null || !earlier.known()) {
      return inTable(holder, change);
    }
    ImageField kept = earlier.fields().get(name);
    return kept == null ? inTable(holder, change) : kept;
  }

  private static ImageField inTable(String holder, Change change) {
    return new ImageField.InTable(holder, change.sequence().position());
  }

  private SourceType type(String schemaId, String name) {
    return Optional.ofNullable(schemaId)
        .map(schemas::get)
        .flatMap(schema -> schema.field(name))
        .map(SourceField::type)
        .orElseGet(() -> SourceType.undeclared(Optional.empty()));
  }

  /** The states of the group's keys; the fold is empty afterwards. */
  Collection<Image> finish() {
    Collection<Image> images = List.copyOf(states.values());
    states.clear();
    return images;
  }
}
