package io.firn.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.change.MongoModel;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.MongoEvents;
import io.firn.sandbox.MongoEvents.WrittenRecord;
import io.firn.sandbox.junit.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A tenant's collection {@code shop.orders}: what a server would tell of its changes, made records
 * by Debezium's own code and sent to the tenant's topic.
 */
final class MongoServer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SECONDS = 1_700_000_000;

  private final KafkaBroker kafka;
  private final String tenant;
  private final Path folder;
  private final List<String> events = new ArrayList<>();
  private final Map<Integer, Map<String, Object>> documents = new TreeMap<>();
  private int counter;
  private int sent;

  MongoServer(KafkaBroker kafka, String tenant, Path folder) {
    this.kafka = kafka;
    this.tenant = tenant;
    this.folder = folder;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      Topics.create(admin, new NewTopic(topic(), Optional.of(1), Optional.empty()));
    }
  }

  private String topic() {
    return tenant + ".shop.orders";
  }

  String tenant() {
    return tenant;
  }

  /** The documents without their {@code _id}. */
  Map<Integer, Map<String, Object>> documents() {
    return documents;
  }

  /** One random change of one of few documents. */
  void change(Random random, MongoModel model) {
    int id = 1 + random.nextInt(4);
    Map<String, Object> before = documents.get(id);
    if (before == null) {
      documents.put(id, model.document());
      insert(document(id, documents.get(id)).toString());
    } else if (random.nextInt(8) == 0) {
      documents.remove(id);
      delete(String.valueOf(id));
    } else {
      MongoModel.Update update = model.update(before);
      documents.put(id, update.after());
      int told = random.nextInt(5);
      update(
          id,
          update.description(),
          told == 0 ? document(id, before) : null,
          told == 1 ? document(id, update.after()) : null);
    }
  }

  void insert(String document) {
    ObjectNode change = change("insert", read(document).get("_id"));
    change.set("fullDocument", read(document));
    events.add(JSON.createObjectNode().set("change", change).toString());
  }

  void delete(String id) {
    events.add(JSON.createObjectNode().set("change", change("delete", read(id))).toString());
  }

  /** An update that tells what it changed and nothing else. */
  void patch(int id, String updated, String... removed) {
    ObjectNode description = JSON.createObjectNode().put("updatedFields", updated);
    for (String path : removed) {
      description.withArray("removedFields").add(path);
    }
    update(id, description, null, null);
  }

  private void update(int id, JsonNode described, ObjectNode before, ObjectNode after) {
    ObjectNode description = JSON.createObjectNode();
    description.set("updatedFields", read(described.get("updatedFields").textValue()));
    for (String lists : List.of("removedFields", "truncatedArrays")) {
      JsonNode list = described.path(lists);
      description.set(lists, list.isArray() ? rename(list) : JSON.createArrayNode());
    }
    ObjectNode change = change("update", JSON.getNodeFactory().numberNode(id));
    change.set("updateDescription", description);
    if (before != null) {
      change.set("fullDocumentBeforeChange", before);
    }
    if (after != null) {
      change.set("fullDocument", after);
    }
    events.add(JSON.createObjectNode().set("change", change).toString());
  }

  /** What the connector calls {@code size} is {@code newSize} with the server. */
  private static JsonNode rename(JsonNode list) {
    return read(list.toString().replace("\"size\":", "\"newSize\":"));
  }

  private static ObjectNode document(int id, Map<String, Object> fields) {
    ObjectNode document = JSON.createObjectNode().put("_id", id);
    return document.setAll((ObjectNode) MongoModel.json(fields));
  }

  private ObjectNode change(String operation, JsonNode id) {
    counter++;
    ObjectNode change = JSON.createObjectNode();
    change.putObject("_id").put("_data", "%08x".formatted(counter));
    change.put("operationType", operation);
    change.putObject("clusterTime").putObject("$timestamp").put("t", SECONDS).put("i", counter);
    change.putObject("wallTime").putObject("$date").put("$numberLong", SECONDS + "123");
    change.putObject("ns").put("db", "shop").put("coll", "orders");
    change.putObject("documentKey").set("_id", id);
    return change;
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException malformed) {
      throw new UncheckedIOException(json, malformed);
    }
  }

  /** Sends what happened since the last time. */
  void send() {
    List<WrittenRecord> records =
        MongoEvents.records(
            folder.resolve(tenant + ++sent), Map.of("topic.prefix", tenant), List.copyOf(events));
    events.clear();
    try (KafkaProducer<byte[], byte[]> producer = Topics.producer(kafka, Map.of())) {
      records.stream()
          .map(
              record -> {
                ProducerRecord<byte[], byte[]> out =
                    new ProducerRecord<>(topic(), 0, record.key(), record.value());
                record.headers().forEach(out.headers()::add);
                return producer.send(out);
              })
          .toList()
          .forEach(Topics::done);
    }
  }
}
