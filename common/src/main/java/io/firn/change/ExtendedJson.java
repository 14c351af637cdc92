package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * MongoDB's documents in one form of Extended JSON, whichever they were written in: Debezium's
 * connector writes whole documents in the legacy strict form, with bare {@code NaN}, and patches
 * and keys in the relaxed form ("MongoDB Extended JSON (v2)", "MongoDB Extended JSON (v1)").
 *
 * <p>The one form is the relaxed one: whole numbers and fractions are plain, since a patch does not
 * tell a 32-bit number from a 64-bit one either; everything else keeps its type. A field of a
 * document that is named and filled as Extended JSON's own ({@code {"$oid": …}}) cannot be told
 * from what it imitates; MongoDB's own encoding has the same gap.
 */
public final class ExtendedJson {
  static final String OID = "$oid";
  static final String DATE = "$date";
  static final String DECIMAL = "$numberDecimal";
  static final String DOUBLE = "$numberDouble";
  static final String LONG = "$numberLong";
  static final String INT = "$numberInt";
  static final String BINARY = "$binary";
  static final String SYMBOL = "$symbol";

  /** From here on a date is written as a count: the year 10000. */
  private static final long LAST_ISO = 253_402_300_800_000L;

  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX][X]")
          .toFormatter();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ExtendedJson() {}

  /**
   * A document, or any one value.
   *
   * @throws DoesNotFit when the text is no JSON
   */
  public static JsonNode read(String json) throws DoesNotFit {
    return normal(EventJson.read(json));
  }

  /** {@code value} in the one form. */
  public static JsonNode normal(JsonNode value) {
    if (value.isArray()) {
      ArrayNode array = NODES.arrayNode();
      value.forEach(element -> array.add(normal(element)));
      return array;
    }
    if (value.isObject()) {
      return typed(value).orElseGet(() -> document(value));
    }
    return JsonNumber.isNotFinite(value) ? wrapped(DOUBLE, value.asText()) : value;
  }

  /** A whole document, which is none of Extended JSON's own objects whatever it looks like. */
  public static JsonNode document(JsonNode value) {
    if (!value.isObject()) {
      return normal(value);
    }
    ObjectNode document = NODES.objectNode();
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      document.set(field.getKey(), normal(field.getValue()));
    }
    return document;
  }

  private static Optional<JsonNode> typed(JsonNode value) {
    return switch (value.size()) {
      case 1 -> ofOne(value, value.fieldNames().next());
      case 2 -> ofTwo(value);
      default -> Optional.empty();
    };
  }

  private static Optional<JsonNode> ofOne(JsonNode value, String name) {
    JsonNode inside = value.get(name);
    return switch (name) {
      case LONG, INT -> whole(inside);
      case DOUBLE -> fraction(inside);
      case DATE -> date(inside);
      case BINARY -> binary(inside.path("base64"), inside.path("subType"));
      case "$uuid" -> uuid(inside);
      case "$regularExpression" -> regex(inside.path("pattern"), inside.path("options"));
      case "$dbPointer" -> Optional.of(document(inside));
      default -> Optional.empty();
    };
  }

  /**
   * Whether a value in the one form is a document, and not one of BSON's other types, which are
   * written as objects, too.
   */
  public static boolean isDocument(JsonNode normal) {
    return BsonKind.of(normal) == BsonKind.DOCUMENT;
  }

  /** The forms of the first version of Extended JSON. */
  private static Optional<JsonNode> ofTwo(JsonNode value) {
    if (value.has(BINARY)) {
      return binary(value.get(BINARY), value.path("$type"));
    }
    return value.has("$regex")
        ? regex(value.get("$regex"), value.path("$options"))
        : Optional.empty();
  }

  private static Optional<JsonNode> whole(JsonNode text) {
    try {
      return text.isTextual()
          ? Optional.of(NODES.numberNode(Long.parseLong(text.textValue())))
          : Optional.empty();
    } catch (NumberFormatException none) {
      return Optional.empty();
    }
  }

  private static Optional<JsonNode> fraction(JsonNode text) {
    if (!text.isTextual()) {
      return Optional.empty();
    }
    return switch (text.textValue()) {
      case "NaN", "Infinity", "-Infinity" -> Optional.of(wrapped(DOUBLE, text.textValue()));
      default ->
          ExactNumber.PLAIN.matcher(text.textValue()).matches()
              ? Optional.of(new WrittenNumber(text.textValue()))
              : Optional.empty();
    };
  }

  private static Optional<JsonNode> date(JsonNode inside) {
    return millis(inside).map(ExtendedJson::date);
  }

  private static JsonNode date(long millis) {
    ObjectNode date = NODES.objectNode();
    if (millis >= 0 && millis < LAST_ISO) {
      return date.put(DATE, Instant.ofEpochMilli(millis).toString());
    }
    return date.set(DATE, wrapped(LONG, String.valueOf(millis)));
  }

  /** Of a date in any of its forms, and of the one that {@link #normal} makes. */
  static Optional<Long> millis(JsonNode inside) {
    JsonNode count = inside.path(LONG);
    try {
      if (count.isTextual()) {
        return Optional.of(Long.parseLong(count.textValue()));
      }
      if (inside.isTextual()) {
        Instant moment = OffsetDateTime.parse(inside.textValue(), ISO).toInstant();
        return moment.getNano() % 1_000_000 == 0
            ? Optional.of(moment.toEpochMilli())
            : Optional.empty();
      }
    } catch (DateTimeException | NumberFormatException | ArithmeticException none) {
      return Optional.empty();
    }
    return inside.isIntegralNumber() && inside.canConvertToLong()
        ? Optional.of(inside.longValue())
        : Optional.empty();
  }

  private static Optional<JsonNode> binary(JsonNode base64, JsonNode subtype) {
    if (!base64.isTextual() || !subtype.isTextual() || subtype.textValue().isEmpty()) {
      return Optional.empty();
    }
    String kind = subtype.textValue().toLowerCase(java.util.Locale.ROOT);
    ObjectNode binary = NODES.objectNode();
    binary.put("base64", base64.textValue()).put("subType", kind.length() == 1 ? "0" + kind : kind);
    return Optional.of(NODES.objectNode().set(BINARY, binary));
  }

  private static Optional<JsonNode> uuid(JsonNode text) {
    try {
      byte[] bytes = HexFormat.of().parseHex(text.asText().replace("-", ""));
      String base64 = java.util.Base64.getEncoder().encodeToString(bytes);
      return binary(NODES.textNode(base64), NODES.textNode("04"));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  private static Optional<JsonNode> regex(JsonNode pattern, JsonNode options) {
    if (!pattern.isTextual() || !options.isTextual()) {
      return Optional.empty();
    }
    ObjectNode regex = NODES.objectNode();
    regex.put("pattern", pattern.textValue()).put("options", options.textValue());
    return Optional.of(NODES.objectNode().set("$regularExpression", regex));
  }

  private static ObjectNode wrapped(String type, String text) {
    return NODES.objectNode().put(type, text);
  }

  /** The canonical text of a UUID in a binary of subtype 4; of subtype 3 the order is not known. */
  static Optional<String> uuidText(JsonNode normal) {
    JsonNode binary = normal.path(BINARY);
    if (!binary.path("subType").asText().equals("04")) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64Text.bytes(binary.path("base64"));
      if (bytes.length != 16) {
        return Optional.empty();
      }
      java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(bytes);
      return Optional.of(new UUID(buffer.getLong(), buffer.getLong()).toString());
    } catch (DoesNotFit noBase64) {
      return Optional.empty();
    }
  }
}
