package io.firn.bronze;

import io.firn.bronze.LandingResult.EmbeddedSchema;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives schemas their ids; hashing is skipped while a topic's schema stays the same. */
final class SchemaIds {
  private final Map<String, byte[]> lastByTopic = new LinkedHashMap<>();
  private final Map<String, String> lastIdByTopic = new LinkedHashMap<>();
  private final Map<String, EmbeddedSchema> met = new LinkedHashMap<>();

  String id(String topic, byte[] text) {
    if (Arrays.equals(text, lastByTopic.get(topic))) {
      return lastIdByTopic.get(topic);
    }
    String id = SchemaId.of(text);
    met.putIfAbsent(id, new EmbeddedSchema(topic, text));
    lastByTopic.put(topic, text);
    lastIdByTopic.put(topic, id);
    return id;
  }

  Map<String, EmbeddedSchema> met() {
    return new LinkedHashMap<>(met);
  }
}
