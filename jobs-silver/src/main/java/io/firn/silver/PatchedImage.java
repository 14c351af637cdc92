package io.firn.silver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.change.MongoPatch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A document's row image after an update that tells only what it changed.
 *
 * <p>The document before is where the values come from that the update does not tell:
 *
 * <ul>
 *   <li>from a change of the same range, whole: the update is applied to it as MongoDB would
 *   <li>from the table's row: silver keeps columns and no document, so the row answers for the
 *       fields that the update leaves alone, which is all there is to know as long as it sets and
 *       removes whole fields
 *   <li>from all of bronze where an update reaches into a field that only the table has: what
 *       stands there as a column need not be all that the document has there
 * </ul>
 *
 * <p>Without a document before the row is refused, unless a later change of the range tells it
 * whole or deletes it.
 *
 * @param others of the fields that are not among {@code fields}
 */
record PatchedImage(Map<String, ImageField> fields, ImageField others) {

  /**
   * @param before what is known of the document at that place in the order
   */
  static PatchedImage of(MongoPatch patch, Optional<Told> before) {
    if (before.isEmpty() || before.get().deleted()) {
      return refused("nothing tells what the document was before an update of it");
    }
    Told told = before.get();
    if (told.others() instanceof ImageField.Refused || told.others() instanceof ImageField.Lost) {
      return new PatchedImage(Map.of(), told.others());
    }
    if (told.others() instanceof ImageField.InTable) {
      return patch.isOfWholeFields()
          ? ofWholeFields(patch, told)
          : new PatchedImage(Map.of(), new ImageField.Lost());
    }
    return ofDocument(patch, told);
  }

  private static PatchedImage ofWholeFields(MongoPatch patch, Told told) {
    Map<String, ImageField> fields = new LinkedHashMap<>(told.fields());
    patch.removed().forEach(name -> fields.put(name, sent(MissingNode.getInstance())));
    patch.updated().forEach((name, value) -> fields.put(name, sent(value)));
    return new PatchedImage(fields, told.others());
  }

  private static PatchedImage ofDocument(MongoPatch patch, Told told) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    told.fields()
        .forEach(
            (name, field) -> {
              if (field instanceof ImageField.Sent known) {
                document.set(name, known.value());
              }
            });
    try {
      Map<String, ImageField> fields = new LinkedHashMap<>();
      patch
          .applyTo(document)
          .properties()
          .forEach(field -> fields.put(field.getKey(), sent(field.getValue())));
      return new PatchedImage(fields, new ImageField.Absent());
    } catch (MongoPatch.Refusal refusal) {
      return refused(refusal.getMessage());
    }
  }

  private static ImageField sent(JsonNode value) {
    return new ImageField.Sent(value, Documents.SCHEMA);
  }

  private static PatchedImage refused(String reason) {
    return new PatchedImage(Map.of(), new ImageField.Refused(reason));
  }

  Image image(Fold.Change change) {
    return new Image(change.key(), false, fields, others, change.tenant(), change.sequence());
  }

  Told told(Image.Sequence at) {
    return Told.byPatch(fields, others, at);
  }
}
