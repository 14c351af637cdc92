package io.firn.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The records that Debezium's MongoDB connector makes of a change stream, made by the connector's
 * own code in a JVM of its own. There is no MongoDB server that a test could start by itself; what
 * a server would say is given as documents.
 */
public final class MongoEvents {
  private static final String HOST = "io.firn.sandbox.host.MongoEventsHost";
  private static final String PART = "mongodb-events";
  private static final ObjectMapper JSON = new ObjectMapper();

  private MongoEvents() {}

  /**
   * A record as Connect sends it.
   *
   * @param key null when the record has none
   * @param value null in a tombstone
   */
  public record WrittenRecord(
      String topic, byte[] key, byte[] value, Map<String, byte[]> headers) {}

  /**
   * Makes records of events.
   *
   * @param dir a folder for this call alone
   * @param settings the connector's, such as {@code topic.prefix}; besides {@code schemas.enable},
   *     the converter's
   * @param events one JSON text each, as Extended JSON: {@code {"change": DOCUMENT}} with a
   *     document of a change stream; {@code {"snapshot": [DOCUMENT, …], "db": …, "collection": …,
   *     "at": TIMESTAMP}}; {@code {"heartbeat": true}}
   */
  public static List<WrittenRecord> records(
      Path dir, Map<String, String> settings, List<String> events) {
    Path home = dir.toAbsolutePath().resolve(PART);
    Path records = home.resolve("records");
    try {
      Files.createDirectories(home);
      Files.write(home.resolve("events"), events);
      Properties properties = new Properties();
      properties.putAll(settings);
      try (Writer file = Files.newBufferedWriter(home.resolve("settings"))) {
        properties.store(file, null);
      }
      JavaCommand command =
          JavaCommand.of(
              PART,
              home,
              HOST,
              home.resolve("events").toString(),
              records.toString(),
              home.resolve("settings").toString());
      ChildJvm.start(command, Readiness.logged("MongoDB events are written")).close();
      return read(records);
    } catch (IOException e) {
      throw new SandboxException("Cannot exchange MongoDB events in " + home, e);
    }
  }

  private static List<WrittenRecord> read(Path file) throws IOException {
    List<WrittenRecord> records = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode record = JSON.readTree(line);
      Map<String, byte[]> headers = new TreeMap<>();
      for (Map.Entry<String, JsonNode> header : record.get("headers").properties()) {
        headers.put(header.getKey(), bytes(header.getValue()));
      }
      records.add(
          new WrittenRecord(
              record.get("topic").textValue(),
              bytes(record.get("key")),
              bytes(record.get("value")),
              headers));
    }
    return records;
  }

  private static byte[] bytes(JsonNode base64) throws IOException {
    return base64.isNull() ? null : base64.binaryValue();
  }
}
