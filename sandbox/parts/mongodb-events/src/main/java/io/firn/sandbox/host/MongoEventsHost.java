package io.firn.sandbox.host;

import io.debezium.config.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.bson.BsonDocument;

/**
 * Turns documents of a MongoDB change stream into the records that Debezium makes of them, by
 * Debezium's own code and Connect's JSON converter. No server is there, and none is missed: the
 * connector asks one only for the stream and for the documents of a snapshot, which are given here.
 */
public final class MongoEventsHost {

  private MongoEventsHost() {}

  /**
   * Arguments: a file with one event a line as Extended JSON ({@link MongoEvents#add}), the file to
   * write the records to, a properties file with the connector's settings.
   */
  public static void main(String[] args) throws Exception {
    MongoEvents events = new MongoEvents(settings(Path.of(args[2])));
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      events.add(BsonDocument.parse(line));
    }
    List<String> records = events.records();
    Files.write(Path.of(args[1]), records);
    System.out.println("MongoDB events are written: " + records.size());
    Thread.currentThread().join();
  }

  private static Configuration settings(Path file) throws Exception {
    Properties properties = new Properties();
    try (var lines = Files.newBufferedReader(file)) {
      properties.load(lines);
    }
    Map<String, String> all =
        properties.stringPropertyNames().stream()
            .collect(Collectors.toMap(name -> name, properties::getProperty));
    all.put("connector.class", "io.debezium.connector.mongodb.MongoDbConnector");
    all.put("name", "events");
    all.put("task.id", "0");
    all.put("mongodb.connection.string", "mongodb://127.0.0.1:1/?replicaSet=rs0");
    return Configuration.from(all);
  }
}
