package io.firn.bronze;

import io.firn.bronze.LandingResult.EmbeddedSchema;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives schemas their ids; hashing is skipped while a topic's schema stays the same. */
final class SchemaIds {
  private final Map<String, byte[]> lastByTopic = new LinkedHashMap<>();
  private final Map<String, byte[]> lastIdByTopic = new LinkedHashMap<>();
  private final Map<String, EmbeddedSchema> met = new LinkedHashMap<>();

  /** The id in ASCII; the same array as long as the topic's schema is the same. */
  byte[] id(String topic, byte[] text) {
    if (Arrays.equals(text, lastByTopic.get(topic))) {
      return lastIdByTopic.get(topic);
    }
    String id = SchemaId.of(text);
    met.putIfAbsent(id, new EmbeddedSchema(topic, text));
    lastByTopic.put(topic, text);
    byte[] ascii = id.getBytes(StandardCharsets.US_ASCII);
    lastIdByTopic.put(topic, ascii);
    return ascii;
  }

  Map<String, EmbeddedSchema> met() {
    return new LinkedHashMap<>(met);
  }
}
