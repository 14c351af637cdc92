package io.firn.silver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.change.DoesNotFit;
import io.firn.change.EventJson;
import io.firn.change.ExtendedJson;
import io.firn.change.MongoPatch;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * MongoDB's changes as row images: whole documents in {@link ExtendedJson}'s one form, and updates
 * that tell only what they changed.
 *
 * <p>Such an update stands in the place of a row image, under a name that no field has: names in
 * BSON end with the character NUL, so none holds one.
 */
final class Documents {
  /** The name under which a survey keeps {@code SourceSchema.ofDocuments()}. */
  static final String SCHEMA = "documents";

  private static final String PATCH = "\0patch";

  private Documents() {}

  /**
   * The row image of a change.
   *
   * @param before the document before, null when the connector sends none
   * @param after the document after, null when it is not known
   * @param patch {@code updateDescription}, null when there is none
   * @return empty when none of the three tells anything
   * @throws DoesNotFit when one is no JSON of its kind
   * @throws MongoPatch.Refusal when the patch does not go with the document before
   */
  static Optional<JsonNode> image(String before, String after, String patch)
      throws DoesNotFit, MongoPatch.Refusal {
    if (after != null) {
      return Optional.of(document(after));
    }
    if (patch == null) {
      return Optional.empty();
    }
    MongoPatch read = MongoPatch.read(EventJson.read(patch));
    return Optional.of(
        before == null
            ? JsonNodeFactory.instance.objectNode().set(PATCH, read.json())
            : read.applyTo(document(before)));
  }

  /** A whole document. */
  static ObjectNode document(String json) throws DoesNotFit {
    if (ExtendedJson.document(EventJson.read(json)) instanceof ObjectNode document) {
      return document;
    }
    throw new DoesNotFit("expected a document");
  }

  /** What a record's key says of its document: the field {@code _id}. */
  static JsonNode ofKey(JsonNode recordKey) throws DoesNotFit {
    JsonNode key = ChangeSplit.payload(recordKey).path("id");
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    return key.isTextual() ? document.set("_id", ExtendedJson.read(key.textValue())) : document;
  }

  static boolean isPatch(JsonNode image) {
    return image.has(PATCH);
  }

  static MongoPatch patch(JsonNode image) {
    try {
      return MongoPatch.read(image.get(PATCH));
    } catch (DoesNotFit impossible) {
      throw new IllegalStateException("a patch was read before", impossible);
    }
  }

  /** A part of a key: MongoDB takes 1 and 1.0 for one {@code _id}. */
  static JsonNode keyPart(JsonNode value) {
    if (!value.isFloatingPointNumber()) {
      return value;
    }
    BigDecimal number = value.decimalValue();
    boolean whole = number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
    return whole && number.precision() - number.scale() < 19
        ? JsonNodeFactory.instance.numberNode(number.longValueExact())
        : value;
  }
}
