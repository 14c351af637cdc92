package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;

/** A decoded value the way a person reads it, for expectations and for the documentation. */
final class ColumnValue {
  private ColumnValue() {}

  /** Decodes {@code json} and shows what came out, or the reason why nothing did. */
  static String shown(SourceType source, Type column, JsonNode json) {
    try {
      return shown(column, ColumnDecoder.of(source, column).decode(json));
    } catch (DoesNotFit reason) {
      return "does not fit: " + reason.getMessage();
    }
  }

  static String shown(SourceType source, Type column, String json) {
    return shown(source, column, json(json));
  }

  static JsonNode json(String text) {
    try {
      return EventJson.read(text);
    } catch (DoesNotFit noJson) {
      throw new IllegalArgumentException(text, noJson);
    }
  }

  static String shown(Type column, Object value) {
    if (value == null) {
      return "null";
    }
    return switch (column.typeId()) {
      case DATE -> LocalDate.ofEpochDay((Integer) value).toString();
      case TIMESTAMP -> moment((Types.TimestampType) column, (Long) value);
      case BINARY -> "0x" + HexFormat.of().formatHex((byte[]) value);
      case LIST -> list(column.asListType(), (GenericArrayData) value);
      case MAP -> map(column.asMapType(), (ArrayBasedMapData) value);
      case STRUCT -> struct(column.asStructType(), (GenericInternalRow) value);
      default -> value.toString();
    };
  }

  private static String moment(Types.TimestampType column, long micros) {
    String utc = Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    return column.shouldAdjustToUTC() ? utc : utc.substring(0, utc.length() - 1);
  }

  private static String list(Types.ListType column, GenericArrayData value) {
    List<String> elements = new ArrayList<>();
    for (Object element : value.array()) {
      elements.add(shown(column.elementType(), element));
    }
    return elements.toString();
  }

  private static String map(Types.MapType column, ArrayBasedMapData value) {
    Object[] keys = ((GenericArrayData) value.keyArray()).array();
    Object[] values = ((GenericArrayData) value.valueArray()).array();
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < keys.length; i++) {
      entries.add(shown(column.keyType(), keys[i]) + "=" + shown(column.valueType(), values[i]));
    }
    return "{" + String.join(", ", entries) + "}";
  }

  private static String struct(Types.StructType column, GenericInternalRow value) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < column.fields().size(); i++) {
      Types.NestedField field = column.fields().get(i);
      fields.add(field.name() + "=" + shown(field.type(), value.values()[i]));
    }
    return "{" + String.join(", ", fields) + "}";
  }
}
