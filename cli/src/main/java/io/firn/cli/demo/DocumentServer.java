package io.firn.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A model of a tenant's MongoDB server: the documents of its database {@code shop}, and what its
 * change stream tells, as {@code MongoEvents} takes it.
 */
final class DocumentServer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DATABASE = "shop";
  private static final int SECONDS = 1_780_000_000;

  private final String tenant;
  private final Map<String, Map<String, ObjectNode>> collections = new TreeMap<>();
  private final List<String> told = new ArrayList<>();
  private int counter;

  DocumentServer(String tenant) {
    this.tenant = tenant;
  }

  String tenant() {
    return tenant;
  }

  /** The topic of one of the tenant's collections. */
  String topic(String collection) {
    return tenant + "." + DATABASE + "." + collection;
  }

  List<String> names() {
    return List.copyOf(collections.keySet());
  }

  Collection<ObjectNode> documents(String collection) {
    return collections.getOrDefault(collection, Map.of()).values();
  }

  Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    collections.forEach((name, documents) -> counts.put(name, documents.size()));
    return counts;
  }

  /** What was told since the last time. */
  List<String> told() {
    List<String> all = List.copyOf(told);
    told.clear();
    return all;
  }

  /** Instead of what was told so far: the documents, as a connector reads them at its start. */
  void snapshot() {
    told.clear();
    collections.forEach(
        (name, documents) -> {
          ObjectNode snapshot = JSON.createObjectNode();
          snapshot.putArray("snapshot").addAll(documents.values());
          snapshot.put("db", DATABASE).put("collection", name);
          snapshot.set("at", now());
          told.add(snapshot.toString());
        });
  }

  void insert(String collection, JsonNode document) {
    put(collection, document);
    tell(change("insert", collection, document.get("_id")).set("fullDocument", document));
  }

  void replace(String collection, JsonNode document) {
    put(collection, document);
    tell(change("replace", collection, document.get("_id")).set("fullDocument", document));
  }

  private void put(String collection, JsonNode document) {
    collections
        .computeIfAbsent(collection, first -> new TreeMap<>())
        .put(document.get("_id").toString(), document.deepCopy());
  }

  void delete(String collection, JsonNode id) {
    collections.get(collection).remove(id.toString());
    tell(change("delete", collection, id));
  }

  /**
   * @param told {@code before} or {@code after}: the document that comes with the patch
   */
  void update(String collection, JsonNode id, JsonNode set, JsonNode unset, JsonNode told) {
    ObjectNode document = collections.get(collection).get(id.toString());
    ObjectNode before = document.deepCopy();
    set.properties().forEach(field -> set(document, path(field.getKey()), field.getValue()));
    unset.forEach(path -> unset(document, path(path.asText())));
    ObjectNode change = change("update", collection, id);
    ObjectNode description = change.putObject("updateDescription");
    description.set("updatedFields", set.isObject() ? set : JSON.createObjectNode());
    description.set("removedFields", unset.isArray() ? unset : JSON.createArrayNode());
    description.putArray("truncatedArrays");
    switch (told.asText()) {
      case "before" -> change.set("fullDocumentBeforeChange", before);
      case "after" -> change.set("fullDocument", document.deepCopy());
      default -> change.remove("fullDocument");
    }
    tell(change);
  }

  private static List<String> path(String dotted) {
    return List.of(dotted.split("\\.", -1));
  }

  private static void set(JsonNode at, List<String> path, JsonNode value) {
    String step = path.get(0);
    boolean last = path.size() == 1;
    if (at instanceof ArrayNode array) {
      int index = Integer.parseInt(step);
      while (array.size() <= index) {
        array.addNull();
      }
      if (last) {
        array.set(index, value);
      } else {
        set(array.get(index), path.subList(1, path.size()), value);
      }
    } else if (last) {
      ((ObjectNode) at).set(step, value);
    } else {
      JsonNode inside = at.has(step) ? at.get(step) : ((ObjectNode) at).putObject(step);
      set(inside, path.subList(1, path.size()), value);
    }
  }

  private static void unset(JsonNode document, List<String> path) {
    JsonNode at = document;
    for (String step : path.subList(0, path.size() - 1)) {
      at = at.isArray() ? at.path(Integer.parseInt(step)) : at.path(step);
    }
    ((ObjectNode) at).remove(path.get(path.size() - 1));
  }

  private ObjectNode now() {
    ObjectNode at = JSON.createObjectNode();
    at.putObject("$timestamp").put("t", SECONDS).put("i", ++counter);
    return at;
  }

  private ObjectNode change(String operation, String collection, JsonNode id) {
    ObjectNode change = JSON.createObjectNode();
    ObjectNode at = now();
    change.putObject("_id").put("_data", "%08x".formatted(counter));
    change.put("operationType", operation);
    change.set("clusterTime", at);
    change.putObject("wallTime").putObject("$date").put("$numberLong", SECONDS + "000");
    change.putObject("ns").put("db", DATABASE).put("coll", collection);
    change.putObject("documentKey").set("_id", id);
    return change;
  }

  private void tell(JsonNode change) {
    told.add(JSON.createObjectNode().set("change", change).toString());
  }
}
