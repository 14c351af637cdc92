package io.firn.sandbox.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;

/** Records as Connect would send them, each as a line of JSON with its bytes in base64. */
final class RecordJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final JsonConverter keys;
  private final JsonConverter values;

  RecordJson(boolean schemas) {
    keys = converter(schemas, true);
    values = converter(schemas, false);
  }

  private static JsonConverter converter(boolean schemas, boolean key) {
    JsonConverter converter = new JsonConverter();
    converter.configure(Map.of("schemas.enable", schemas, "replace.null.with.default", false), key);
    return converter;
  }

  String of(SourceRecord record) {
    ObjectNode line = MAPPER.createObjectNode().put("topic", record.topic());
    line.put("key", bytes(keys, record.topic(), record.keySchema(), record.key()));
    line.put("value", bytes(values, record.topic(), record.valueSchema(), record.value()));
    ObjectNode headers = line.putObject("headers");
    for (Header header : record.headers()) {
      headers.put(header.key(), bytes(values, record.topic(), header.schema(), header.value()));
    }
    try {
      return MAPPER.writeValueAsString(line);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a JSON tree could not be written", impossible);
    }
  }

  private static byte[] bytes(JsonConverter converter, String topic, Schema schema, Object data) {
    return data == null ? null : converter.fromConnectData(topic, schema, data);
  }
}
