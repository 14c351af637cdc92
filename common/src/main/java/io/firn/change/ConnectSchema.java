package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.change.SourceType.Document;
import io.firn.change.SourceType.Physical;
import io.firn.change.SourceType.Semantic;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the JSON that Kafka Connect's converter writes for a schema. */
final class ConnectSchema {
  private static final String DECIMAL = "org.apache.kafka.connect.data.Decimal";
  private static final String VARIABLE_SCALE = "io.debezium.data.VariableScaleDecimal";
  private static final String GEOMETRY_PREFIX = "io.debezium.data.geometry.";

  private static final Map<String, Physical> PHYSICAL =
      Arrays.stream(Physical.values())
          .collect(Collectors.toUnmodifiableMap(Physical::connectType, Function.identity()));
  private static final Map<String, Semantic> SEMANTIC =
      Arrays.stream(Semantic.values())
          .flatMap(type -> type.connectNames().stream().map(name -> Map.entry(name, type)))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private ConnectSchema() {}

  static List<SourceField> rowOf(String connectSchemaJson) {
    JsonNode schema;
    try {
      schema = EventJson.read(connectSchemaJson);
    } catch (DoesNotFit notJson) {
      throw refusal("a Connect schema in JSON", notJson.getMessage());
    }
    if (!"struct".equals(text(schema, "type"))) {
      throw refusal("a schema of type struct", "another type");
    }
    return after(schema).map(ConnectSchema::fieldsOf).orElse(List.of());
  }

  /** The row's own schema, or nothing where the envelope carries its row as text. */
  private static Optional<JsonNode> after(JsonNode schema) {
    List<JsonNode> fields = elements(schema);
    boolean envelope = fields.stream().anyMatch(field -> "op".equals(text(field, "field")));
    if (!envelope) {
      return Optional.of(schema);
    }
    return fields.stream()
        .filter(field -> "after".equals(text(field, "field")))
        .filter(field -> "struct".equals(text(field, "type")))
        .findFirst();
  }

  private static List<SourceField> fieldsOf(JsonNode struct) {
    List<SourceField> fields = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode field : elements(struct)) {
      String name = text(field, "field");
      if (name.isEmpty() || !names.add(name)) {
        throw refusal(
            "fields with one name each",
            name.isEmpty() ? "a field without a name" : "two fields named '" + name + "'");
      }
      fields.add(new SourceField(name, field.path("optional").asBoolean(false), typeOf(field)));
    }
    return fields;
  }

  static SourceType typeOf(JsonNode schema) {
    String name = text(schema, "name");
    String type = text(schema, "type");
    return switch (type) {
      case "struct" -> structOf(name, schema);
      case "map" ->
          new SourceType.MapOf(typeOf(schema.path("keys")), typeOf(schema.path("values")));
      case "array" -> new SourceType.ListOf(typeOf(schema.path("items")));
      case "bytes" -> name.equals(DECIMAL) ? decimalOf(schema) : named(name, Physical.BYTES);
      default -> {
        Physical physical = PHYSICAL.get(type);
        if (physical == null) {
          throw refusal(
              "a Connect type: array, map, struct or one of " + sorted(PHYSICAL.keySet()),
              type.isEmpty() ? "a schema without a type" : "'" + type + "'");
        }
        yield named(name, physical);
      }
    };
  }

  /** A name over another physical type than Debezium's is somebody else's: it tells us nothing. */
  private static SourceType named(String name, Physical physical) {
    Semantic semantic = SEMANTIC.get(name);
    return semantic != null && semantic.physical() == physical ? semantic : physical;
  }

  private static SourceType structOf(String name, JsonNode schema) {
    if (name.equals(VARIABLE_SCALE)) {
      return new SourceType.VariableScaleDecimal();
    }
    return name.startsWith(GEOMETRY_PREFIX)
        ? Document.GEOMETRY
        : new SourceType.StructOf(fieldsOf(schema));
  }

  private static SourceType decimalOf(JsonNode schema) {
    JsonNode parameters = schema.path("parameters");
    String scale = text(parameters, "scale");
    String precision = text(parameters, "connect.decimal.precision");
    try {
      return new SourceType.ScaledDecimal(
          Integer.parseInt(scale), precision.isEmpty() ? 0 : Integer.parseInt(precision));
    } catch (NumberFormatException notANumber) {
      throw refusal("a decimal whose schema has a whole number as scale", "'" + scale + "'");
    }
  }

  private static List<JsonNode> elements(JsonNode struct) {
    return struct.path("fields").valueStream().toList();
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText("");
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  private static FirnException refusal(String expected, String found) {
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            "Reading the schema of an event",
            "embedded Connect schema",
            expected,
            found,
            "Check the connector's value.converter: Firn reads the JSON converter's schemas."));
  }
}
