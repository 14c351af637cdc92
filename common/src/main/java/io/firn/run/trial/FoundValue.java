package io.firn.run.trial;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Brings values of rows to one form, in which equal values are equal: numbers by their value, bytes
 * and nested values by what is in them.
 */
final class FoundValue {
  private FoundValue() {}

  static Object of(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
    }
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      return number == 0 ? Double.valueOf(0) : value;
    }
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (value instanceof Row row) {
      return struct(row);
    }
    if (value instanceof Object[] array) {
      return list(Arrays.asList(array));
    }
    if (value instanceof scala.collection.Seq<?> seq) {
      return list(CollectionConverters.asJava(seq));
    }
    if (value instanceof scala.collection.Map<?, ?> map) {
      return map(CollectionConverters.asJava(map));
    }
    return value instanceof Map<?, ?> map ? map(map) : value;
  }

  private static Map<String, Object> struct(Row row) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < row.length(); i++) {
      fields.put(row.schema().fieldNames()[i], of(row.get(i)));
    }
    return fields;
  }

  private static List<Object> list(List<?> elements) {
    List<Object> list = new ArrayList<>();
    elements.forEach(element -> list.add(of(element)));
    return list;
  }

  private static Map<String, Object> map(Map<?, ?> entries) {
    Map<String, Object> map = new TreeMap<>();
    entries.forEach((key, value) -> map.put(String.valueOf(of(key)), of(value)));
    return map;
  }

  /** As a person reads it; numbers without an exponent. */
  static String text(Object value) {
    if (value == null) {
      return "NULL";
    }
    return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
  }
}
