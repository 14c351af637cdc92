package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.change.EnvelopeRefusal.Reason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Translates an Avro schema into the Connect schema it was made from, in the JSON form that
 * Connect's JSON converter writes.
 *
 * <p>The converters that write Avro (Confluent's, and Apicurio's which took over its rules) leave
 * what Avro has no place for in properties: {@code connect.name}, {@code connect.version}, {@code
 * connect.doc}, {@code connect.parameters}, {@code connect.default}, {@code connect.type}. The way
 * back is theirs, too, with {@code enhanced.avro.schema.support} off.
 */
final class AvroConnectSchema {
  private static final String NAMESPACE = "io.confluent.connect.avro";
  private static final String UNNAMED = NAMESPACE + ".ConnectDefault";
  private static final String MAP_ENTRY = "MapEntry";
  private static final Set<String> SMALL_INTS = Set.of("int8", "int16");

  /** The records that the place reached lies in. */
  private final Deque<String> within = new ArrayDeque<>();

  private AvroConnectSchema() {}

  /**
   * The Connect schema of {@code schema}.
   *
   * @throws EnvelopeRefusal UNREADABLE_SCHEMA when it is none that a Connect converter writes: it
   *     contains itself, or a null that is not part of a union
   */
  static ObjectNode of(Schema schema) throws EnvelopeRefusal {
    return new AvroConnectSchema().translated(schema, false, Optional.empty());
  }

  /** The type beside null, in a union of two. */
  static Optional<Schema> member(Schema schema) {
    if (schema.getType() != Schema.Type.UNION || schema.getTypes().size() != 2) {
      return Optional.empty();
    }
    List<Schema> types = schema.getTypes();
    boolean nullFirst = types.get(0).getType() == Schema.Type.NULL;
    boolean nullLast = types.get(1).getType() == Schema.Type.NULL;
    return nullFirst || nullLast ? Optional.of(types.get(nullFirst ? 1 : 0)) : Optional.empty();
  }

  /** The name that a union's member has as a field. */
  static String memberName(Schema member) {
    return member.getName();
  }

  /** Whether an array of these stands for a map whose keys Avro's maps cannot have. */
  static boolean isMapEntry(Schema item) {
    return item.getType() == Schema.Type.RECORD
        && ((NAMESPACE.equals(item.getNamespace()) && MAP_ENTRY.equals(item.getName()))
            || MAP_ENTRY.equals(item.getObjectProp("connect.internal.type")))
        && item.getFields().size() == 2;
  }

  static Schema.Field key(Schema mapEntry) {
    return mapEntry.getFields().get(0);
  }

  static Schema.Field value(Schema mapEntry) {
    return mapEntry.getFields().get(1);
  }

  private ObjectNode translated(Schema schema, boolean optional, Optional<JsonNode> fieldDefault)
      throws EnvelopeRefusal {
    Optional<Schema> member = member(schema);
    if (member.isPresent()) {
      return translated(member.get(), true, Optional.empty());
    }
    ObjectNode connect = AvroDefault.NODES.objectNode();
    Map<String, String> parameters = new LinkedHashMap<>();
    Optional<AvroLogicalType> logical = AvroLogicalType.of(schema);
    describe(schema, connect, parameters);
    logical.ifPresent(type -> type.parameters(schema).forEach(parameters::put));
    if (schema.getType() == Schema.Type.FIXED) {
      parameters.put("connect.fixed.size", String.valueOf(schema.getFixedSize()));
    }
    AvroDefault.node(schema.getObjectProp("connect.parameters"))
        .properties()
        .forEach(parameter -> parameters.put(parameter.getKey(), parameter.getValue().asText()));
    schema
        .getObjectProps()
        .forEach(
            (name, property) -> {
              if (name.startsWith("avro")) {
                parameters.put(name, String.valueOf(property));
              }
            });
    JsonNode written = AvroDefault.node(schema.getObjectProp("connect.default"));
    if (written.isNull() && fieldDefault.isPresent()) {
      parameters.put(NAMESPACE + ".field.default", "true");
    }
    boolean nullable = optional || schema.isNullable();
    connect.put("optional", nullable);
    name(schema, logical).ifPresent(name -> connect.put("name", name));
    version(schema, logical).ifPresent(version -> connect.set("version", version));
    Optional.ofNullable(schema.getProp("connect.doc")).ifPresent(doc -> connect.put("doc", doc));
    if (!parameters.isEmpty()) {
      ObjectNode all = connect.putObject("parameters");
      parameters.forEach(all::put);
    }
    JsonNode value = written.isNull() ? fieldDefault.orElse(written) : written;
    if (!value.isNull()) {
      connect.set("default", AvroDefault.connectForm(schema, value));
    }
    return connect;
  }

  /** Sets the type and what it is made of. */
  private void describe(Schema schema, ObjectNode connect, Map<String, String> parameters)
      throws EnvelopeRefusal {
    switch (schema.getType()) {
      case BOOLEAN -> connect.put("type", "boolean");
      case INT -> connect.put("type", intType(schema));
      case LONG -> connect.put("type", "int64");
      case FLOAT -> connect.put("type", "float");
      case DOUBLE -> connect.put("type", "double");
      case STRING -> connect.put("type", "string");
      case BYTES, FIXED -> connect.put("type", "bytes");
      case ENUM -> {
        connect.put("type", "string");
        describeEnum(schema, parameters);
      }
      case ARRAY -> describeArray(schema.getElementType(), connect);
      case MAP -> {
        connect.put("type", "map");
        connect.putObject("keys").put("type", "string").put("optional", false);
        connect.set("values", translated(schema.getValueType(), false, Optional.empty()));
      }
      case RECORD -> describeRecord(schema, connect, parameters);
      case UNION -> describeUnion(schema, connect);
      case NULL -> throw unreadable("has a null that is not part of a union");
    }
  }

  private static String intType(Schema schema) {
    String type = schema.getProp("connect.type");
    boolean small = type != null && schema.getProp("logicalType") == null;
    return small && SMALL_INTS.contains(type) ? type : "int32";
  }

  private static void describeEnum(Schema schema, Map<String, String> parameters) {
    String type = NAMESPACE + ".Enum";
    if (schema.getDoc() != null) {
      parameters.put(NAMESPACE + ".enum.doc." + schema.getName(), schema.getDoc());
    }
    if (schema.getEnumDefault() != null) {
      parameters.put(NAMESPACE + ".enum.default." + schema.getName(), schema.getEnumDefault());
    }
    parameters.put(type, schema.getFullName());
    schema.getEnumSymbols().forEach(symbol -> parameters.put(type + "." + symbol, symbol));
  }

  private void describeArray(Schema item, ObjectNode connect) throws EnvelopeRefusal {
    if (isMapEntry(item)) {
      connect.put("type", "map");
      connect.set("keys", translated(key(item).schema(), false, Optional.empty()));
      connect.set("values", translated(value(item).schema(), false, Optional.empty()));
    } else {
      connect.put("type", "array");
      connect.set("items", translated(item, false, Optional.empty()));
    }
  }

  private void describeRecord(Schema schema, ObjectNode connect, Map<String, String> parameters)
      throws EnvelopeRefusal {
    String name = schema.getFullName();
    if (within.contains(name)) {
      throw unreadable("contains itself");
    }
    within.push(name);
    if (schema.getDoc() != null) {
      parameters.put(NAMESPACE + ".record.doc", schema.getDoc());
    }
    connect.put("type", "struct");
    var fields = connect.putArray("fields");
    for (Schema.Field field : schema.getFields()) {
      if (field.doc() != null) {
        parameters.put(NAMESPACE + ".field.doc." + field.name(), field.doc());
      }
      Optional<JsonNode> value =
          field.hasDefaultValue()
              ? Optional.of(AvroDefault.node(field.defaultVal())).filter(node -> !node.isNull())
              : Optional.empty();
      fields.add(translated(field.schema(), false, value).put("field", field.name()));
    }
    within.pop();
  }

  private void describeUnion(Schema union, ObjectNode connect) throws EnvelopeRefusal {
    connect.put("type", "struct");
    var fields = connect.putArray("fields");
    Set<String> names = new HashSet<>();
    for (Schema member : union.getTypes()) {
      if (member.getType() == Schema.Type.NULL) {
        continue;
      }
      if (!names.add(memberName(member))) {
        throw unreadable("has a union of two types of one name");
      }
      fields.add(translated(member, true, Optional.empty()).put("field", memberName(member)));
    }
  }

  private static Optional<String> name(Schema schema, Optional<AvroLogicalType> logical) {
    if (schema.getType() == Schema.Type.UNION) {
      return Optional.of(NAMESPACE + ".Union");
    }
    Object given = schema.getObjectProp("connect.name");
    if (given instanceof String name) {
      return Optional.of(name).filter(AvroConnectSchema::isGiven);
    }
    if (logical.isPresent()) {
      return logical.map(AvroLogicalType::connectName);
    }
    return switch (schema.getType()) {
      case RECORD, ENUM, FIXED ->
          Optional.of(schema.getFullName()).filter(AvroConnectSchema::isGiven);
      default -> Optional.empty();
    };
  }

  private static boolean isGiven(String name) {
    return !name.startsWith(UNNAMED);
  }

  private static Optional<JsonNode> version(Schema schema, Optional<AvroLogicalType> logical) {
    JsonNode given = AvroDefault.node(schema.getObjectProp("connect.version"));
    if (given.isNumber()) {
      return Optional.of(given);
    }
    return logical.map(type -> AvroDefault.NODES.numberNode(AvroLogicalType.VERSION));
  }

  private static EnvelopeRefusal unreadable(String what) {
    return new EnvelopeRefusal(
        Reason.UNREADABLE_SCHEMA, "its schema is none that Kafka Connect writes: it " + what);
  }
}
