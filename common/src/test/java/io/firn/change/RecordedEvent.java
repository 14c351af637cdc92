package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The value of an event as a real Debezium sent it, from {@code src/test/resources/debezium}. */
record RecordedEvent(JsonNode value) {

  static RecordedEvent of(String file) {
    try (InputStream in = RecordedEvent.class.getResourceAsStream("/debezium/" + file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new RecordedEvent(EventJson.read(text).path("value"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (DoesNotFit noJson) {
      throw new IllegalStateException(file, noJson);
    }
  }

  SourceSchema schema() {
    return SourceSchema.parse(EventJson.write(value.path("schema")));
  }

  JsonNode after() {
    return (value.has("payload") ? value.path("payload") : value).path("after");
  }
}
