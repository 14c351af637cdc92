package io.firn.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A table's progress in a few words. Each layer keeps its own JSON in the snapshot; what is not
 * known here is shown as it is, so a layer is free to change it.
 */
final class ProgressText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TAIL = 4;

  private ProgressText() {}

  /** The progress as JSON: an object where it is one, else its text. */
  static JsonNode json(String progress) {
    try {
      JsonNode node = JSON.readTree(progress);
      return node.isObject() ? node : TextNode.valueOf(progress);
    } catch (JsonProcessingException plainText) {
      return TextNode.valueOf(progress);
    }
  }

  static String of(String progress) {
    JsonNode node = json(progress);
    if (node.path("topics").isObject()) {
      return offsets(node.path("topics"));
    }
    if (node.path("snapshot").isIntegralNumber()) {
      return input(node.path("input").asText(), node.path("snapshot"));
    }
    if (node.path("inputs").isObject()) {
      List<String> inputs = new ArrayList<>();
      node.path("inputs")
          .properties()
          .forEach(entry -> inputs.add(input(entry.getKey(), entry.getValue())));
      return String.join(", ", inputs);
    }
    return progress;
  }

  private static String offsets(JsonNode topics) {
    long offsets = 0;
    for (JsonNode topic : topics) {
      for (JsonNode next : topic.path("next")) {
        offsets += next.asLong();
      }
    }
    return Counted.of(topics.size(), "topic") + " up to offsets that sum to " + offsets;
  }

  /** Snapshot ids have nineteen digits; the last ones tell them apart, as in plans and reports. */
  private static String input(String table, JsonNode snapshot) {
    String id = snapshot.asText();
    return table + " …" + id.substring(Math.max(0, id.length() - TAIL));
  }
}
