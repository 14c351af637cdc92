package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** What a value of a MongoDB document is, told from {@link ExtendedJson}'s one form. */
enum BsonKind {
  NULL,
  BOOLEAN,
  WHOLE,
  DOUBLE,
  DECIMAL,
  TEXT,
  OBJECT_ID,
  DATE,
  UUID,
  BINARY,
  SYMBOL,
  /** A timestamp of the server, a regular expression, code, a smallest or largest key. */
  OTHER,
  DOCUMENT,
  ARRAY;

  private static final Set<String> OTHERS =
      Set.of("$timestamp", "$regularExpression", "$code", "$minKey", "$maxKey", "$undefined");

  static BsonKind of(JsonNode normal) {
    return switch (normal.getNodeType()) {
      case NULL, MISSING -> NULL;
      case BOOLEAN -> BOOLEAN;
      case NUMBER -> normal.isIntegralNumber() ? WHOLE : DOUBLE;
      case STRING, BINARY, POJO -> TEXT;
      case ARRAY -> ARRAY;
      case OBJECT -> ofObject(normal);
    };
  }

  private static BsonKind ofObject(JsonNode normal) {
    if (normal.size() == 2 && normal.has("$code") && normal.has("$scope")) {
      return OTHER;
    }
    if (normal.size() != 1) {
      return DOCUMENT;
    }
    String name = normal.fieldNames().next();
    return switch (name) {
      case ExtendedJson.OID -> text(normal, name, OBJECT_ID);
      case ExtendedJson.DECIMAL -> text(normal, name, DECIMAL);
      case ExtendedJson.DOUBLE -> text(normal, name, DOUBLE);
      case ExtendedJson.SYMBOL -> text(normal, name, SYMBOL);
      case ExtendedJson.DATE -> ExtendedJson.millis(normal.get(name)).isPresent() ? DATE : DOCUMENT;
      case ExtendedJson.BINARY ->
          ExtendedJson.uuidText(normal).isPresent()
              ? UUID
              : text(normal.get(name), "base64", BINARY);
      default -> OTHERS.contains(name) ? OTHER : DOCUMENT;
    };
  }

  private static BsonKind text(JsonNode value, String field, BsonKind kind) {
    return value.path(field).isTextual() ? kind : DOCUMENT;
  }
}
