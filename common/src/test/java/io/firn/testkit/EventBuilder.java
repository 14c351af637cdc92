package io.firn.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A change event as Debezium's PostgreSQL connector writes it: {@code event("u").key(1)
 * .with("name", "ann").position(20)}. The shape is that of the recorded events under {@code
 * /debezium/postgres}.
 */
public final class EventBuilder {
  /** What Debezium sends for a large value that an update did not touch. */
  public static final String UNAVAILABLE = "__debezium_unavailable_value";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String op;
  private final ObjectNode key = JSON.createObjectNode();
  private final ObjectNode row = JSON.createObjectNode();
  private final Map<String, String> types = new LinkedHashMap<>();
  private final ObjectNode source = JSON.createObjectNode();
  private Optional<String> oldKey = Optional.empty();
  private Optional<String> newKey = Optional.empty();
  private Optional<ObjectNode> before = Optional.empty();
  private String tenant = "acme";

  private EventBuilder(String op) {
    this.op = op;
    source.put("version", "3.5.0.Final").put("connector", "postgresql").put("name", "shop");
    source.put("ts_ms", 1_700_000_000_000L).put("snapshot", op.equals("r") ? "true" : "false");
    source.put("db", "shop").put("schema", "shop").put("table", "orders").put("lsn", 1L);
  }

  public static EventBuilder event(String op) {
    return new EventBuilder(op);
  }

  /** The key column {@code id}. */
  public EventBuilder key(int id) {
    return key("id", id);
  }

  /** A key column, called once for each. */
  public EventBuilder key(String column, Object value) {
    key.set(column, JSON.valueToTree(value));
    row.set(column, JSON.valueToTree(value));
    return this;
  }

  /** A column of the row image. */
  public EventBuilder with(String column, Object value) {
    row.set(column, JSON.valueToTree(value));
    return this;
  }

  /** A column that the source left out. */
  public EventBuilder unavailable(String column) {
    return with(column, UNAVAILABLE);
  }

  /** The log sequence number. */
  public EventBuilder position(long lsn) {
    source.put("lsn", lsn);
    return this;
  }

  /** The source's time, in milliseconds. */
  public EventBuilder at(long millis) {
    source.put("ts_ms", millis);
    return this;
  }

  /** The source's time, in milliseconds. */
  public long millis() {
    return source.get("ts_ms").asLong();
  }

  public EventBuilder tenant(String name) {
    tenant = name;
    return this;
  }

  /** This is the create half of a primary-key change; the header carries the old key. */
  public EventBuilder oldKey(int id) {
    oldKey = Optional.of(JSON.createObjectNode().put("id", id).toString());
    return this;
  }

  /** This is the delete half of a primary-key change; the header carries the new key. */
  public EventBuilder newKey(int id) {
    newKey = Optional.of(JSON.createObjectNode().put("id", id).toString());
    return this;
  }

  /** The whole row before, as under REPLICA IDENTITY FULL. */
  public EventBuilder before(Map<String, Object> columns) {
    before = Optional.of(JSON.valueToTree(columns));
    return this;
  }

  /**
   * Embeds a schema: Connect's type of a row's column, in the order of the calls; of one that is
   * made of others, its schema in JSON.
   */
  public EventBuilder typed(String column, String connectType) {
    types.put(column, connectType);
    return this;
  }

  public String tenant() {
    return tenant;
  }

  public String topic() {
    return tenant + ".shop.orders";
  }

  public Optional<String> oldKey() {
    return oldKey;
  }

  /** Kafka headers by name, as Debezium sets them on the halves of a primary-key change. */
  public Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    oldKey.ifPresent(key -> headers.put("__debezium.oldkey", key));
    newKey.ifPresent(key -> headers.put("__debezium.newkey", key));
    return headers;
  }

  public String keyJson() {
    return key.toString();
  }

  /** The record's value. */
  public byte[] value() {
    ObjectNode envelope = JSON.createObjectNode();
    boolean delete = op.equals("d");
    envelope.set("before", before.<JsonNode>map(node -> node).orElse(delete ? key : null));
    envelope.set("after", delete || op.equals("t") ? null : row);
    envelope.set("source", source);
    envelope.putNull("transaction");
    envelope.put("op", op).put("ts_ms", 1_700_000_000_123L);
    ObjectNode record = envelope;
    if (!types.isEmpty()) {
      record = JSON.createObjectNode();
      record.set("schema", schema());
      record.set("payload", envelope);
    }
    return record.toString().getBytes(StandardCharsets.UTF_8);
  }

  private ObjectNode schema() {
    ObjectNode schema = struct("shop.Envelope");
    ArrayNode fields = schema.putArray("fields");
    fields.add(image("before"));
    fields.add(image("after"));
    fields.addObject().put("type", "string").put("optional", false).put("field", "op");
    return schema;
  }

  private ObjectNode image(String field) {
    ObjectNode image = struct("shop.Value").put("field", field);
    ArrayNode fields = image.putArray("fields");
    types.forEach(
        (column, type) -> fields.add(schema(type).put("optional", true).put("field", column)));
    return image;
  }

  private static ObjectNode schema(String type) {
    if (!type.startsWith("{")) {
      return JSON.createObjectNode().put("type", type);
    }
    try {
      return (ObjectNode) JSON.readTree(type);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(type, malformed);
    }
  }

  private static ObjectNode struct(String name) {
    return JSON.createObjectNode().put("type", "struct").put("optional", true).put("name", name);
  }

  @Override
  public String toString() {
    return op
        + " "
        + tenant
        + row
        + "@"
        + source.get("lsn")
        + oldKey.map(old -> "<-" + old).orElse("");
  }
}
