package io.firn.silver;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.change.EnvelopeOperation;
import io.firn.change.SourceField;
import io.firn.change.SourceSchema;
import io.firn.change.SourceType;
import io.firn.change.UnavailableValue;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the changes of a group of keys, given in order, together into one state per key.
 *
 * <p>A change normally brings the whole row, so the last one wins and nothing else is needed. Two
 * things make it more:
 *
 * <ul>
 *   <li>PostgreSQL leaves out a large value that an update did not touch; the last value told
 *       before stands. The table's row is given at its own place in the same order, since changes
 *       arrive late: the newer of a change in the range and the table's row is the one to ask.
 *   <li>After a primary-key change the left-out value is the <em>old</em> key's. Keys joined by
 *       such a change are in one group, so that the old key's row is at hand.
 * </ul>
 *
 * <p>A truncate is a change of every key of its tenant. It is not dealt out to them: a state that
 * stands before it in the order is deleted at its place, which comes to the same for a key that has
 * other changes, and a key that has none is in the table only (see {@link Existing#truncated}).
 *
 * <p>Holds one group's states at a time; a group is one key, or the few that key changes connect.
 */
final class Fold {
  private final Map<String, SourceSchema> schemas;
  private final ImageField gone;
  private final Truncates truncates;
  private final boolean marks;
  private final Map<String, Image> latest = new LinkedHashMap<>();
  private final Map<String, Told> told = new HashMap<>();

  /**
   * @param schemas embedded schemas by id
   * @param whole whether the changes are all that bronze holds, so that what they do not tell is
   *     nowhere else to be had
   * @param truncates all that the table has met, those of the range among them
   * @param marks whether deleted rows stay with the values that they had
   */
  Fold(Map<String, SourceSchema> schemas, boolean whole, Truncates truncates, boolean marks) {
    this.marks = marks;
    this.schemas = schemas;
    this.truncates = truncates;
    this.gone = whole ? new ImageField.Untold() : new ImageField.Lost();
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
    boolean deleted = change.operation() == EnvelopeOperation.DELETE;
    told.computeIfPresent(
        change.key(),
        (key, before) ->
            truncates.isBetween(change.tenant(), before.at(), change.sequence())
                ? before.whenDeleted()
                : before);
    if (Documents.isPatch(change.image())) {
      addPatch(change);
      return;
    }
    if (deleted) {
      latest.put(change.key(), deleted(change));
      told.computeIfPresent(change.key(), (key, before) -> before.whenDeleted());
    } else {
      Map<String, ImageField> fields = fields(change);
      latest.put(
          change.key(), new Image(change.key(), false, fields, change.tenant(), change.sequence()));
      told.put(change.key(), Told.byChange(fields, change.sequence()));
    }
  }

  private Image deleted(Change change) {
    Image deleted = new Image(change.key(), true, Map.of(), change.tenant(), change.sequence());
    if (!marks) {
      return deleted;
    }
    Optional<Told> had = Optional.ofNullable(told.get(change.key()));
    return new Image(
        change.key(),
        true,
        had.map(Told::fields).orElse(Map.of()),
        had.map(Told::others)
            .filter(others -> !(others instanceof ImageField.Untold))
            .orElseGet(() -> had.isPresent() ? new ImageField.Absent() : inTable(change.key())),
        change.tenant(),
        change.sequence());
  }

  /** What the range does not tell of a key, the table may. */
  private ImageField inTable(String key) {
    return gone instanceof ImageField.Lost ? new ImageField.InTable(key) : new ImageField.Absent();
  }

  private void addPatch(Change change) {
    PatchedImage patched =
        PatchedImage.of(
            Documents.patch(change.image()), Optional.ofNullable(told.get(change.key())));
    latest.put(change.key(), patched.image(change));
    told.put(change.key(), patched.told(change.sequence()));
  }

  /** Takes the table's row of a key, which tells every column as it is at that position. */
  void addTableRow(String key, Image.Sequence at) {
    told.put(key, Told.byTable(key, at));
    // What changed before is late: the table's row stays, and no values are looked up for it.
    latest.computeIfPresent(key, (same, late) -> late.withoutValues());
  }

  /** What nothing tells of a key so far, bronze alone does. */
  void addLost(String key, Image.Sequence at) {
    told.putIfAbsent(key, Told.byPatch(Map.of(), new ImageField.Lost(), at));
  }

  private Map<String, ImageField> fields(Change change) {
    Map<String, ImageField> fields = new LinkedHashMap<>();
    change
        .image()
        .properties()
        .forEach(
            field -> fields.put(field.getKey(), field(change, field.getKey(), field.getValue())));
    return fields;
  }

  private ImageField field(Change change, String name, JsonNode value) {
    return UnavailableValue.DEFAULT.standsFor(type(change.schemaId(), name), value)
        ? leftOut(change, name)
        : new ImageField.Sent(value, change.schemaId());
  }

  private Image truncated(Image image) {
    return truncates
        .after(image.tenant(), image.sequence())
        .map(at -> marks ? image.markedAt(at) : image.truncated(at))
        .orElse(image);
  }

  private ImageField leftOut(Change change, String name) {
    Told own = told.get(change.key());
    if (change.oldKey().isEmpty()) {
      return own == null || own.deleted() ? new ImageField.Untold() : value(own, name);
    }
    if (own != null && own.inTableAt().equals(Optional.of(change.sequence().position()))) {
      // This key change was applied before and came again: the row that it made has the value, and
      // the old key's row went when it was made.
      return value(own, name);
    }
    Told old = told.get(change.oldKey().get());
    ImageField kept = old == null ? gone : value(old, name);
    return kept instanceof ImageField.Untold ? gone : kept;
  }

  /** A source leaves no null out: a null told before is not the value that it left out. */
  private static ImageField value(Told told, String name) {
    ImageField field = told.field(name);
    return field instanceof ImageField.Sent sent && sent.value().isNull()
        ? new ImageField.Untold()
        : field;
  }

  private SourceType type(String schemaId, String name) {
    return Optional.ofNullable(schemaId)
        .map(schemas::get)
        .flatMap(schema -> schema.field(name))
        .map(SourceField::type)
        .orElseGet(() -> SourceType.undeclared(Optional.empty()));
  }

  /** The state of a key after the change of it that was taken last. */
  Image state(String key) {
    return latest.get(key);
  }

  /** The states of the keys that changed; the fold is empty afterwards. */
  Collection<Image> finish() {
    Collection<Image> images = latest.values().stream().map(this::truncated).toList();
    latest.clear();
    told.clear();
    return images;
  }
}
