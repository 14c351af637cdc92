package io.firn.silver;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.change.DoesNotFit;
import io.firn.change.EnvelopeOperation;
import io.firn.change.EventJson;
import io.firn.change.ExtendedJson;
import io.firn.change.MongoPatch;
import io.firn.silver.ChangeRefusal.Reason;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Finds the key of a change, and splits an update that changes the key into a delete of the old and
 * a write of the new.
 */
final class ChangeSplit {
  private final KeyPaths keyPaths;

  ChangeSplit(KeyPaths keyPaths) {
    this.keyPaths = keyPaths;
  }

  /**
   * A change of one key.
   *
   * @param image null for a delete
   */
  record KeyedChange(
      String key, Optional<String> oldKey, EnvelopeOperation operation, String image) {}

  /** One change as text columns. */
  private record Source(
      String tenant,
      String key,
      EnvelopeOperation operation,
      String before,
      String after,
      String patch) {

    static Source of(InternalRow row) {
      String code = text(row, Delta.OP);
      return new Source(
          text(row, Delta.TENANT),
          text(row, Delta.KEY),
          EnvelopeOperation.ofCode(code)
              .orElseThrow(() -> new IllegalStateException("bronze holds the operation " + code)),
          text(row, Delta.BEFORE),
          text(row, Delta.AFTER),
          text(row, Delta.PATCH));
    }
  }

  /** A key with an embedded schema stands in its payload. */
  static JsonNode payload(JsonNode key) {
    return key.has("schema") && key.has("payload") ? key.path("payload") : key;
  }

  /**
   * The changes of single keys that a row of {@link Delta} means: none for a logical message, which
   * is no change of a row, and for a truncate, which is one of all rows (see {@link Truncates}).
   */
  List<KeyedChange> of(InternalRow row) throws ChangeRefusal {
    Source source = Source.of(row);
    if (row.isNullAt(Delta.POSITION)) {
      throw new ChangeRefusal(Reason.NO_POSITION, "the column position is null");
    }
    return switch (source.operation()) {
      case DELETE -> List.of(deleted(deletedKey(source)));
      case READ, CREATE, UPDATE ->
          keyPaths.documents() ? List.of(document(source)) : written(row, source);
      case MESSAGE, TRUNCATE -> List.of();
    };
  }

  private static KeyedChange deleted(String key) {
    return new KeyedChange(key, Optional.empty(), EnvelopeOperation.DELETE, null);
  }

  private List<KeyedChange> written(InternalRow row, Source source) throws ChangeRefusal {
    if (source.after() == null) {
      throw new ChangeRefusal(
          Reason.NO_IMAGE, "a write (op " + source.operation().code() + ") whose after is null");
    }
    JsonNode image = tree(source.after(), "after");
    String key = keyPaths.in(image, source.tenant()).orElseThrow(() -> withoutKey("after"));
    Optional<String> oldKey = oldKey(row, source, key);
    KeyedChange written = new KeyedChange(key, oldKey, source.operation(), source.after());
    // One update event carries both keys. Debezium sends a delete of its own where the header is
    // set, so only here is the old row's removal ours to add.
    return oldKey.isPresent() && row.isNullAt(Delta.OLD_KEY)
        ? List.of(deleted(oldKey.get()), written)
        : List.of(written);
  }

  /** A document's key never changes: it is that of the record, too. */
  private KeyedChange document(Source source) throws ChangeRefusal {
    JsonNode image;
    try {
      image = Documents.image(source.before(), source.after(), source.patch()).orElse(null);
    } catch (DoesNotFit malformed) {
      throw new ChangeRefusal(
          Reason.NO_JSON, "a document or patch is none: " + malformed.getMessage());
    } catch (MongoPatch.Refusal refusal) {
      throw new ChangeRefusal(Reason.UNCLEAR_PATCH, refusal.getMessage());
    }
    if (image == null) {
      throw new ChangeRefusal(
          Reason.NO_IMAGE,
          "a write (op " + source.operation().code() + ") without after and patch");
    }
    Optional<String> key =
        Documents.isPatch(image) ? Optional.empty() : keyPaths.in(image, source.tenant());
    if (key.isEmpty()) {
      key = keyOfRecord(source);
    }
    return new KeyedChange(
        key.orElseThrow(() -> withoutKey("after and record key")),
        Optional.empty(),
        source.operation(),
        EventJson.write(image));
  }

  private Optional<String> keyOfRecord(Source source) throws ChangeRefusal {
    if (source.key() == null) {
      return Optional.empty();
    }
    JsonNode key = tree(source.key(), "key");
    return keyPaths.in(keyPaths.documents() ? recordKey(key) : payload(key), source.tenant());
  }

  private static JsonNode recordKey(JsonNode key) throws ChangeRefusal {
    try {
      return Documents.ofKey(key);
    } catch (DoesNotFit malformed) {
      throw new ChangeRefusal(Reason.NO_JSON, "key is no JSON: " + malformed.getMessage());
    }
  }

  private Optional<String> oldKey(InternalRow row, Source source, String key) throws ChangeRefusal {
    if (!row.isNullAt(Delta.OLD_KEY)) {
      return keyPaths.in(payload(tree(text(row, Delta.OLD_KEY), "old key")), source.tenant());
    }
    if (source.before() == null) {
      return Optional.empty();
    }
    return keyPaths
        .in(tree(source.before(), "before"), source.tenant())
        .filter(before -> !before.equals(key));
  }

  private String deletedKey(Source source) throws ChangeRefusal {
    Optional<String> key = Optional.empty();
    if (source.before() != null) {
      JsonNode before = tree(source.before(), "before");
      key =
          keyPaths.in(
              keyPaths.documents() ? ExtendedJson.document(before) : before, source.tenant());
    }
    if (key.isEmpty()) {
      key = keyOfRecord(source);
    }
    return key.orElseThrow(() -> withoutKey("before and record key"));
  }

  private static JsonNode tree(String json, String where) throws ChangeRefusal {
    try {
      return EventJson.read(json);
    } catch (DoesNotFit malformed) {
      throw new ChangeRefusal(Reason.NO_JSON, where + " is no JSON: " + malformed.getMessage());
    }
  }

  private ChangeRefusal withoutKey(String where) {
    return new ChangeRefusal(
        Reason.NO_KEY,
        "no or a null value for part of the key " + keyPaths.columns() + " in " + where);
  }

  private static String text(InternalRow row, int column) {
    return row.isNullAt(column) ? null : row.getUTF8String(column).toString();
  }
}
