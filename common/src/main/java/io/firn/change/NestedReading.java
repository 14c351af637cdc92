package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.change.SourceType.Document;
import io.firn.change.SourceType.ListOf;
import io.firn.change.SourceType.MapOf;
import io.firn.change.SourceType.Physical;
import io.firn.change.SourceType.StructOf;
import io.firn.change.SourceType.Undeclared;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;

/**
 * Values of list, map and struct columns.
 *
 * <p>A list or map is held whole or not at all. Of a struct the fields that fit are held even if
 * others do not: {@link DoesNotFit#held()}.
 */
final class NestedReading {
  private static final Set<String> GEOMETRY = Set.of(NaturalTypes.WKB, NaturalTypes.SRID);

  /** Debezium's point repeats in x and y what its well-known binary says. */
  private static final Set<String> SAID_TWICE = Set.of("x", "y");

  private NestedReading() {}

  static Reading ofList(SourceType source, Types.ListType list) {
    if (!(source instanceof ListOf) && !isOpen(source)) {
      return Reading.none("the source's values are no arrays");
    }
    SourceType from = source instanceof ListOf of ? of.element() : source;
    ColumnDecoder element = ColumnDecoder.of(from, list.elementType());
    return value -> {
      if (!value.isArray()) {
        throw new DoesNotFit("expected an array, found " + JsonNumber.kind(value));
      }
      Object[] elements = new Object[value.size()];
      for (int i = 0; i < elements.length; i++) {
        elements[i] = whole(element, value.get(i));
        if (elements[i] == null && list.isElementRequired()) {
          throw new DoesNotFit("the array has a null, the column's lists have none");
        }
      }
      return new GenericArrayData(elements);
    };
  }

  static Reading ofMap(SourceType source, Types.MapType map) {
    boolean named =
        source instanceof StructOf
            || source instanceof MapOf of && of.keyedByText()
            || isOpen(source);
    if (!named || !map.keyType().equals(Types.StringType.get())) {
      return Reading.none("the source's values are no maps from text");
    }
    Map<String, ColumnDecoder> byField = new HashMap<>();
    if (source instanceof StructOf struct) {
      struct
          .fields()
          .forEach(
              field -> byField.put(field.name(), ColumnDecoder.of(field.type(), map.valueType())));
    }
    SourceType from = source instanceof MapOf of ? of.value() : source;
    ColumnDecoder others = ColumnDecoder.of(from, map.valueType());
    return value -> {
      requireObject(value);
      Object[] keys = new Object[value.size()];
      Object[] values = new Object[value.size()];
      int place = 0;
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        keys[place] = TextReading.exact(entry.getKey());
        values[place] = whole(byField.getOrDefault(entry.getKey(), others), entry.getValue());
        if (values[place++] == null && map.isValueRequired()) {
          throw new DoesNotFit("the map has a null, the column's maps have none");
        }
      }
      return new ArrayBasedMapData(new GenericArrayData(keys), new GenericArrayData(values));
    };
  }

  static Reading ofStruct(SourceType source, Types.StructType struct) {
    boolean hasFields = source instanceof StructOf || source == Document.GEOMETRY;
    if (!hasFields && !(source instanceof MapOf of && of.keyedByText()) && !isOpen(source)) {
      return Reading.none("the source's values have no fields");
    }
    List<Types.NestedField> fields = struct.fields();
    ColumnDecoder[] decoders = new ColumnDecoder[fields.size()];
    Set<String> known = new HashSet<>();
    for (int i = 0; i < decoders.length; i++) {
      Types.NestedField field = fields.get(i);
      known.add(field.name());
      decoders[i] =
          fieldType(source, field.name())
              .map(type -> ColumnDecoder.of(type, field.type()))
              .orElse(null);
    }
    if (known.equals(GEOMETRY)) {
      known.addAll(SAID_TWICE);
    }
    return value -> {
      requireObject(value);
      return struct(value, fields, decoders, known);
    };
  }

  private static Object struct(
      JsonNode value, List<Types.NestedField> fields, ColumnDecoder[] decoders, Set<String> known)
      throws DoesNotFit {
    Object[] held = new Object[decoders.length];
    String misfit = null;
    for (int i = 0; i < decoders.length; i++) {
      String name = fields.get(i).name();
      JsonNode found = value.path(name);
      try {
        held[i] = decoders[i] == null ? null : decoders[i].decode(found);
      } catch (DoesNotFit reason) {
        held[i] = reason.held();
        misfit = "field " + name + ": " + reason.getMessage();
      }
      boolean told = !found.isMissingNode() && !found.isNull();
      if (decoders[i] == null && told) {
        misfit = "field " + name + ": the schema does not tell it";
      }
      if (held[i] == null && fields.get(i).isRequired()) {
        throw new DoesNotFit("field " + name + " is missing, the column's structs all have it");
      }
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      if (!known.contains(field.getKey()) && !field.getValue().isNull()) {
        misfit = "the object has a field that the column has not";
      }
    }
    GenericInternalRow row = new GenericInternalRow(held);
    if (misfit != null) {
      throw new DoesNotFit(misfit, row);
    }
    return row;
  }

  /** A value inside a list or map: there is no place beside it for what does not fit. */
  private static Object whole(ColumnDecoder decoder, JsonNode value) throws DoesNotFit {
    try {
      return decoder.decode(value);
    } catch (DoesNotFit partly) {
      throw partly.held() == null ? partly : new DoesNotFit(partly.getMessage());
    }
  }

  private static void requireObject(JsonNode value) throws DoesNotFit {
    if (!value.isObject()) {
      throw new DoesNotFit("expected an object, found " + JsonNumber.kind(value));
    }
  }

  /** Whether the source says nothing about what is inside its values. */
  private static boolean isOpen(SourceType source) {
    return source instanceof Undeclared || source == Document.BSON;
  }

  private static Optional<SourceType> fieldType(SourceType source, String name) {
    if (source instanceof StructOf struct) {
      return struct.fields().stream()
          .filter(field -> field.name().equals(name))
          .map(SourceField::type)
          .findFirst();
    }
    if (source instanceof MapOf map) {
      return Optional.of(map.value());
    }
    if (source == Document.GEOMETRY) {
      return switch (name) {
        case NaturalTypes.WKB -> Optional.of(Physical.BYTES);
        case NaturalTypes.SRID -> Optional.of(Physical.INT32);
        default -> Optional.empty();
      };
    }
    return Optional.of(source);
  }
}
