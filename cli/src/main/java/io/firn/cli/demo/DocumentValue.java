package io.firn.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.data.Record;

/**
 * Brings values of documents and of Iceberg columns to one text, so that equal ones are the same:
 * numbers without trailing zeros, moments in UTC, fields by name and without those that are null.
 */
final class DocumentValue {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final String RESCUED = "__rescued";

  private DocumentValue() {}

  /** Empty for null. */
  static Optional<String> text(Object value) {
    if (value instanceof JsonNode json) {
      return ofJson(json);
    }
    if (value instanceof Record struct) {
      Map<String, Object> fields = new LinkedHashMap<>();
      struct
          .struct()
          .fields()
          .forEach(field -> fields.put(field.name(), struct.getField(field.name())));
      return Optional.of(fields(fields));
    }
    if (value instanceof List<?> list) {
      return Optional.of(elements(list));
    }
    if (value instanceof String text) {
      return Optional.of(ofText(text));
    }
    if (value instanceof Number number) {
      return Optional.of(number(new BigDecimal(number.toString())));
    }
    if (value instanceof OffsetDateTime moment) {
      return Optional.of(moment.toInstant().toString());
    }
    return Optional.ofNullable(value).map(Object::toString);
  }

  /** Values that did not fit their columns, by column. */
  static Map<String, String> rescued(Map<String, Object> row) {
    Map<String, String> rescued = new TreeMap<>();
    if (row.get(RESCUED) instanceof String json) {
      parse(json)
          .orElseThrow(() -> new IllegalStateException(RESCUED + " is no JSON"))
          .properties()
          .forEach(
              field ->
                  ofJson(field.getValue()).ifPresent(text -> rescued.put(field.getKey(), text)));
    }
    return rescued;
  }

  private static Optional<String> ofJson(JsonNode json) {
    if (json.isNull() || json.isMissingNode()) {
      return Optional.empty();
    }
    if (json.isArray()) {
      List<JsonNode> list = new ArrayList<>();
      json.forEach(list::add);
      return Optional.of(elements(list));
    }
    if (json.isObject()) {
      return Optional.of(ofObject(json));
    }
    return Optional.of(
        json.isNumber()
            ? number(json.decimalValue())
            : json.isTextual() ? ofText(json.textValue()) : json.asText());
  }

  private static String ofObject(JsonNode json) {
    if (json.size() == 1 && json.path("$date").isTextual()) {
      return Instant.parse(json.get("$date").textValue()).toString();
    }
    if (json.size() == 1 && json.path("$numberDecimal").isTextual()) {
      return json.get("$numberDecimal").textValue();
    }
    if (json.size() == 1 && json.path("$oid").isTextual()) {
      return json.get("$oid").textValue();
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    json.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    return fields(fields);
  }

  /** A column of text may hold objects and arrays, as JSON. */
  private static String ofText(String text) {
    boolean nested = text.startsWith("{") || text.startsWith("[");
    return nested ? parse(text).flatMap(DocumentValue::ofJson).orElse(text) : text;
  }

  private static Optional<JsonNode> parse(String json) {
    try {
      return Optional.of(JSON.readTree(json));
    } catch (JsonProcessingException none) {
      return Optional.empty();
    }
  }

  private static String fields(Map<String, Object> fields) {
    Map<String, String> shown = new TreeMap<>();
    fields.forEach((name, value) -> text(value).ifPresent(text -> shown.put(name, text)));
    return shown.toString();
  }

  private static String elements(List<?> list) {
    return list.stream().map(value -> text(value).orElse("null")).toList().toString();
  }

  private static String number(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
