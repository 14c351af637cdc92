package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.Schema;

/** Default values: from Avro's JSON, where bytes are text of one character each, to Connect's. */
final class AvroDefault {
  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private AvroDefault() {}

  /** A property of a schema as JSON; absence is JSON's null. */
  static JsonNode node(Object property) {
    if (property instanceof String text) {
      return NODES.textNode(text);
    }
    if (property instanceof Boolean flag) {
      return NODES.booleanNode(flag);
    }
    if (property instanceof Integer number) {
      return NODES.numberNode(number);
    }
    if (property instanceof Long number) {
      return NODES.numberNode(number);
    }
    if (property instanceof Float number) {
      return NODES.numberNode(number);
    }
    if (property instanceof Double number) {
      return NODES.numberNode(number);
    }
    if (property instanceof byte[] bytes) {
      return NODES.textNode(new String(bytes, StandardCharsets.ISO_8859_1));
    }
    if (property instanceof Collection<?> items) {
      ArrayNode array = NODES.arrayNode();
      items.forEach(item -> array.add(node(item)));
      return array;
    }
    if (property instanceof Map<?, ?> entries) {
      ObjectNode object = NODES.objectNode();
      entries.forEach((name, value) -> object.set(String.valueOf(name), node(value)));
      return object;
    }
    return NODES.nullNode();
  }

  /** What Connect's JSON converter writes for the same value. */
  static JsonNode connectForm(Schema schema, JsonNode value) {
    return switch (schema.getType()) {
      case BYTES, FIXED ->
          value.isTextual()
              ? NODES.binaryNode(value.textValue().getBytes(StandardCharsets.ISO_8859_1))
              : value;
      case ARRAY -> array(schema.getElementType(), value);
      case MAP -> {
        ObjectNode object = NODES.objectNode();
        value
            .properties()
            .forEach(
                entry ->
                    object.set(
                        entry.getKey(), connectForm(schema.getValueType(), entry.getValue())));
        yield object;
      }
      case RECORD -> {
        ObjectNode object = NODES.objectNode();
        for (Schema.Field field : schema.getFields()) {
          JsonNode inner = value.path(field.name());
          object.set(
              field.name(),
              inner.isMissingNode() ? NODES.nullNode() : connectForm(field.schema(), inner));
        }
        yield object;
      }
      case UNION ->
          value.isNull()
              ? value
              : AvroConnectSchema.member(schema)
                  .map(member -> connectForm(member, value))
                  .orElse(value);
      default -> value;
    };
  }

  private static JsonNode array(Schema item, JsonNode value) {
    ArrayNode array = NODES.arrayNode();
    for (JsonNode element : value) {
      if (AvroConnectSchema.isMapEntry(item) && element.isArray() && element.size() == 2) {
        array
            .addArray()
            .add(connectForm(AvroConnectSchema.key(item).schema(), element.get(0)))
            .add(connectForm(AvroConnectSchema.value(item).schema(), element.get(1)));
      } else {
        array.add(connectForm(item, element));
      }
    }
    return array;
  }
}
