package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells by its shape which {@link Notice} a JSON record is that is no envelope. The shapes are
 * those of Debezium's {@code io.debezium.schema.SchemaFactory}; where a schema came along, its name
 * must agree, so that somebody else's record of the same fields is not taken for one.
 */
final class NoticeShape {
  private static final Set<String> TRANSACTION_WORDS = Set.of("BEGIN", "END");

  private NoticeShape() {}

  /** The notice that {@code json}, known to be an object, is. */
  static Optional<Notice> of(byte[] json) {
    try {
      JsonNode record = EventJson.read(new String(json, StandardCharsets.UTF_8));
      boolean wrapped = record.has("schema") && record.has("payload");
      String schema = wrapped ? record.get("schema").path("name").asText() : "";
      return shape(wrapped ? record.get("payload") : record)
          .filter(notice -> schema.isEmpty() || notice.isNamed(schema));
    } catch (DoesNotFit none) {
      return Optional.empty();
    }
  }

  private static Optional<Notice> shape(JsonNode value) {
    if (value.size() == 1 && value.path("ts_ms").isIntegralNumber()) {
      return Optional.of(Notice.HEARTBEAT);
    }
    if (hasAll(value, List.of("id", "event_count", "data_collections"))
        && TRANSACTION_WORDS.contains(value.path("status").asText())) {
      return Optional.of(Notice.TRANSACTION);
    }
    if (hasAll(value, List.of("databaseName", "ddl")) && value.path("tableChanges").isArray()) {
      return Optional.of(Notice.SCHEMA_CHANGE);
    }
    return Optional.empty();
  }

  private static boolean hasAll(JsonNode value, List<String> fields) {
    return fields.stream().allMatch(value::has);
  }
}
