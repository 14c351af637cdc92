package io.firn.change;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Copies values of one schema from Avro to the JSON that Connect's JSON converter writes for the
 * same values: bytes, and with them decimals, as base64; a map whose keys are no text as an array
 * of pairs; a value of a union of several types as an object with a field for each.
 *
 * <p>Without state: threads share it. The schema is one that {@link AvroConnectSchema} has
 * translated, so it does not contain itself.
 */
@FunctionalInterface
interface AvroPayload {
  void copy(AvroBinary from, JsonGenerator to) throws IOException, EnvelopeRefusal;

  static AvroPayload of(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> (from, to) -> to.writeNull();
      case BOOLEAN -> (from, to) -> to.writeBoolean(from.readBoolean());
      case INT -> (from, to) -> to.writeNumber(from.readInt());
      case LONG -> (from, to) -> to.writeNumber(from.readLong());
      case FLOAT -> (from, to) -> to.writeNumber(from.readFloat());
      case DOUBLE -> (from, to) -> to.writeNumber(from.readDouble());
      case STRING -> AvroPayload::text;
      case BYTES ->
          (from, to) -> {
            int length = from.passBytes();
            to.writeBinary(from.bytes(), from.start(), length);
          };
      case FIXED -> fixed(schema.getFixedSize());
      case ENUM -> symbol(schema.getEnumSymbols());
      case RECORD -> struct(schema.getFields());
      case ARRAY ->
          AvroConnectSchema.isMapEntry(schema.getElementType())
              ? entries(schema.getElementType())
              : array(of(schema.getElementType()));
      case MAP -> named(Schema.create(Schema.Type.STRING), of(schema.getValueType()));
      case UNION -> AvroConnectSchema.member(schema).isPresent() ? optional(schema) : union(schema);
    };
  }

  private static void text(AvroBinary from, JsonGenerator to) throws IOException, EnvelopeRefusal {
    int length = from.passText();
    if (from.hasPairs()) {
      // Jackson writes such a character as two escapes, but not when it is given bytes.
      to.writeString(said(from, length));
    } else {
      to.writeUTF8String(from.bytes(), from.start(), length);
    }
  }

  private static void name(AvroBinary from, JsonGenerator to) throws IOException, EnvelopeRefusal {
    int length = from.passText();
    to.writeFieldName(said(from, length));
  }

  private static String said(AvroBinary from, int length) {
    return new String(from.bytes(), from.start(), length, StandardCharsets.UTF_8);
  }

  private static AvroPayload fixed(int size) {
    return (from, to) -> {
      from.pass(size);
      to.writeBinary(from.bytes(), from.start(), size);
    };
  }

  private static AvroPayload symbol(List<String> symbols) {
    return (from, to) -> to.writeString(symbols.get(index(from, symbols.size())));
  }

  private static int index(AvroBinary from, int size) throws EnvelopeRefusal {
    int index = from.readInt();
    if (index < 0 || index >= size) {
      throw from.refusal("an enum or union has no member of that number");
    }
    return index;
  }

  private static AvroPayload struct(List<Schema.Field> fields) {
    SerializedString[] names =
        fields.stream()
            .map(field -> new SerializedString(field.name()))
            .toArray(SerializedString[]::new);
    AvroPayload[] values =
        fields.stream().map(field -> of(field.schema())).toArray(AvroPayload[]::new);
    return (from, to) -> {
      to.writeStartObject();
      for (int i = 0; i < names.length; i++) {
        to.writeFieldName(names[i]);
        values[i].copy(from, to);
      }
      to.writeEndObject();
    };
  }

  private static AvroPayload array(AvroPayload item) {
    return (from, to) -> {
      to.writeStartArray();
      items(from, to, item);
      to.writeEndArray();
    };
  }

  private static void items(AvroBinary from, JsonGenerator to, AvroPayload item)
      throws IOException, EnvelopeRefusal {
    for (int block = from.readBlock(); block > 0; block = from.readBlock()) {
      for (int i = 0; i < block; i++) {
        item.copy(from, to);
      }
    }
  }

  /** A map of Connect's whose keys Avro's maps cannot have; text they may be, too, if optional. */
  private static AvroPayload entries(Schema entry) {
    Schema keys = AvroConnectSchema.key(entry).schema();
    AvroPayload value = of(AvroConnectSchema.value(entry).schema());
    if (AvroConnectSchema.member(keys).orElse(keys).getType() == Schema.Type.STRING) {
      return named(keys, value);
    }
    AvroPayload key = of(keys);
    return array(
        (from, to) -> {
          to.writeStartArray();
          key.copy(from, to);
          value.copy(from, to);
          to.writeEndArray();
        });
  }

  private static AvroPayload named(Schema keys, AvroPayload value) {
    return (from, to) -> {
      to.writeStartObject();
      items(
          from,
          to,
          (entry, object) -> {
            if (keys.getType() == Schema.Type.UNION
                && keys.getTypes().get(index(entry, 2)).getType() == Schema.Type.NULL) {
              object.writeFieldName("null");
            } else {
              name(entry, object);
            }
            value.copy(entry, object);
          });
      to.writeEndObject();
    };
  }

  /** Null or the one other type. */
  private static AvroPayload optional(Schema union) {
    AvroPayload[] members = members(union);
    return (from, to) -> members[index(from, members.length)].copy(from, to);
  }

  private static AvroPayload[] members(Schema union) {
    return union.getTypes().stream().map(AvroPayload::of).toArray(AvroPayload[]::new);
  }

  private static AvroPayload union(Schema union) {
    AvroPayload[] members = members(union);
    List<String> names = new ArrayList<>();
    union.getTypes().forEach(member -> names.add(AvroConnectSchema.memberName(member)));
    int none = union.getTypes().indexOf(Schema.create(Schema.Type.NULL));
    return (from, to) -> {
      int chosen = index(from, members.length);
      if (chosen == none) {
        to.writeNull();
        return;
      }
      to.writeStartObject();
      for (int i = 0; i < members.length; i++) {
        if (i == chosen) {
          to.writeFieldName(names.get(i));
          members[i].copy(from, to);
        } else if (i != none) {
          to.writeNullField(names.get(i));
        }
      }
      to.writeEndObject();
    };
  }
}
