package io.firn.run.trial;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Values of a test as values of Spark. Nothing is rounded or cut to fit: what a type does not hold
 * is told.
 */
final class Cells {
  private Cells() {}

  /** The value as a {@link Row} holds it. */
  static Object of(Object value, DataType type) throws DoesNotFit {
    if (value == null) {
      return null;
    }
    if (type instanceof ArrayType array) {
      return list(value, array);
    }
    if (type instanceof MapType map) {
      return map(value, map);
    }
    if (type instanceof StructType struct) {
      return struct(value, struct);
    }
    if (!(value instanceof Scalar scalar)) {
      throw unfit(value, type);
    }
    try {
      return single(scalar.text(), type);
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException other) {
      throw unfit(value, type);
    }
  }

  private static Object list(Object value, ArrayType type) throws DoesNotFit {
    if (!(value instanceof List<?> list)) {
      throw unfit(value, type);
    }
    List<Object> elements = new ArrayList<>();
    for (Object element : list) {
      elements.add(of(element, type.elementType()));
    }
    return elements.toArray();
  }

  private static Object map(Object value, MapType type) throws DoesNotFit {
    if (!(value instanceof Map<?, ?> map)) {
      throw unfit(value, type);
    }
    Map<Object, Object> entries = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object key = of(Scalar.plain(entry.getKey().toString()), type.keyType());
      entries.put(key, of(entry.getValue(), type.valueType()));
    }
    return entries;
  }

  private static Object struct(Object value, StructType type) throws DoesNotFit {
    if (!(value instanceof Map<?, ?> map)) {
      throw unfit(value, type);
    }
    Set<String> unknown = new TreeSet<>();
    map.keySet().forEach(name -> unknown.add(name.toString()));
    List<Object> fields = new ArrayList<>();
    for (StructField field : type.fields()) {
      unknown.remove(field.name());
      fields.add(of(map.get(field.name()), field.dataType()));
    }
    if (!unknown.isEmpty()) {
      throw new DoesNotFit(type.sql() + " has no field " + String.join(", ", unknown));
    }
    return new GenericRowWithSchema(fields.toArray(), type);
  }

  private static Object single(String text, DataType type) throws DoesNotFit {
    if (type instanceof StringType) {
      return text;
    }
    if (type instanceof BooleanType) {
      return truth(text, type);
    }
    if (type instanceof DateType) {
      return LocalDate.parse(text);
    }
    if (type instanceof TimestampNTZType) {
      return moment(text);
    }
    if (type instanceof TimestampType) {
      return instant(text);
    }
    if (type instanceof BinaryType) {
      return Base64.getDecoder().decode(text);
    }
    return number(text, type);
  }

  private static Object number(String text, DataType type) throws DoesNotFit {
    if (type instanceof DoubleType) {
      return Double.valueOf(text);
    }
    if (type instanceof FloatType) {
      return Float.valueOf(text);
    }
    BigDecimal number = new BigDecimal(text);
    if (type instanceof DecimalType decimal) {
      BigDecimal scaled = number.setScale(decimal.scale(), RoundingMode.UNNECESSARY);
      if (scaled.precision() > decimal.precision()) {
        throw unfit(text, type);
      }
      return scaled;
    }
    if (type instanceof LongType) {
      return number.longValueExact();
    }
    if (type instanceof IntegerType) {
      return number.intValueExact();
    }
    if (type instanceof ShortType) {
      return number.shortValueExact();
    }
    if (type instanceof ByteType) {
      return number.byteValueExact();
    }
    throw new DoesNotFit("a " + type.sql() + ", which a test cannot write");
  }

  private static boolean truth(String text, DataType type) throws DoesNotFit {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw unfit(text, type);
    };
  }

  /** ISO 8601, with a space for the T; a date is its midnight. */
  private static LocalDateTime moment(String text) {
    return text.length() == "yyyy-MM-dd".length()
        ? LocalDate.parse(text).atStartOfDay()
        : LocalDateTime.parse(text.replace(' ', 'T'));
  }

  /** Without an offset it is UTC, as the session's zone is. */
  private static Instant instant(String text) {
    String iso = text.replace(' ', 'T');
    try {
      return OffsetDateTime.parse(iso).toInstant();
    } catch (DateTimeException withoutOffset) {
      return moment(text).toInstant(ZoneOffset.UTC);
    }
  }

  private static DoesNotFit unfit(Object value, DataType type) {
    return new DoesNotFit("'" + value + "' is no " + type.sql());
  }
}
