package io.firn.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings values of one type to one form, whether they come from the driver or from Iceberg: numbers
 * without trailing zeros, instants, parsed JSON. Equal values are then {@code equals}. Forms have
 * the names of PostgreSQL's types.
 */
final class SourceValue {
  /** An instant that the driver reads as the time that the session's clock shows, which is UTC. */
  static final String INSTANT_IN_UTC = "instant in utc";

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final String ARRAY = "_";

  private SourceValue() {}

  /**
   * @param type as the driver names it: {@code int8}, {@code timestamptz}, {@code _text}
   */
  static Object read(ResultSet row, int column, String type) throws SQLException {
    Object value =
        switch (type) {
          case "bool" -> row.getObject(column);
          case "date" -> row.getObject(column, LocalDate.class);
          case "timestamp", INSTANT_IN_UTC -> row.getObject(column, LocalDateTime.class);
          case "timestamptz" -> row.getObject(column, OffsetDateTime.class);
          case "time" -> row.getObject(column, LocalTime.class);
          case "timetz" -> row.getObject(column, OffsetTime.class);
          case "bytea" -> row.getBytes(column);
          default ->
              type.startsWith(ARRAY) ? elements(row.getArray(column)) : row.getString(column);
        };
    return canonical(type, value);
  }

  private static Object elements(Array array) throws SQLException {
    return array == null ? null : array.getArray();
  }

  /** Forms of columns that the source does not have are left as they are. */
  static Object canonical(String type, Object value) {
    if (value == null) {
      return null;
    }
    if (type.startsWith(ARRAY)) {
      return list(value).stream().map(element -> element(type, element)).toList();
    }
    return switch (type) {
      case "int2", "int4", "int8", "oid" -> Long.valueOf(value.toString());
      // In its own width: the shortest text of a float is not the shortest of the double it equals.
      case "float4" -> Float.valueOf(value.toString());
      case "float8" -> Double.valueOf(value.toString());
      case "numeric" -> number(new BigDecimal(value.toString()));
      case "bool", "date" -> value;
      case "json", "jsonb" -> json(value.toString());
      case "timestamp" -> value;
      case "timestamptz" -> ((OffsetDateTime) value).toInstant();
      case INSTANT_IN_UTC ->
          value instanceof LocalDateTime shown
              ? shown.toInstant(ZoneOffset.UTC)
              : ((OffsetDateTime) value).toInstant();
      case "time" -> LocalTime.parse(value.toString());
      case "timetz" -> OffsetTime.parse(value.toString()).withOffsetSameInstant(ZoneOffset.UTC);
      case "bytea" -> hex(value);
      default -> value.toString();
    };
  }

  private static List<?> list(Object value) {
    return value instanceof List<?> list ? list : Arrays.asList((Object[]) value);
  }

  /** An array may hold arrays; their type is the same. */
  private static Object element(String type, Object element) {
    boolean nested = element instanceof List || element instanceof Object[];
    return canonical(nested ? type : type.substring(ARRAY.length()), modern(element));
  }

  /** Inside arrays the driver knows the old classes only. */
  private static Object modern(Object element) {
    if (element instanceof java.sql.Date date) {
      return date.toLocalDate();
    }
    return element instanceof java.sql.Timestamp timestamp ? timestamp.toLocalDateTime() : element;
  }

  private static BigDecimal number(BigDecimal value) {
    return value.stripTrailingZeros();
  }

  private static String hex(Object value) {
    byte[] bytes;
    if (value instanceof ByteBuffer buffer) {
      bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
    } else {
      bytes = (byte[]) value;
    }
    return HexFormat.of().formatHex(bytes);
  }

  private static Object json(String text) {
    try {
      return json(JSON.readTree(text));
    } catch (JsonProcessingException broken) {
      return "no JSON: " + text;
    }
  }

  private static Object json(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> fields = new TreeMap<>();
      node.properties().forEach(field -> fields.put(field.getKey(), json(field.getValue())));
      return fields;
    }
    if (node.isArray()) {
      List<Object> elements = new ArrayList<>();
      node.forEach(element -> elements.add(json(element)));
      return elements;
    }
    if (node.isNumber()) {
      return number(node.decimalValue());
    }
    return node.isTextual() ? node.textValue() : node;
  }
}
