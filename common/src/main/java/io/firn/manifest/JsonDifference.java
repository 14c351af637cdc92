package io.firn.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Optional;
import java.util.TreeSet;

/** Finds where two JSON trees part. */
final class JsonDifference {
  private JsonDifference() {}

  /** The pointer of the first difference, keys in sorted order; empty when there is none. */
  static Optional<String> first(JsonNode expected, JsonNode found) {
    return first(expected, found, "");
  }

  private static Optional<String> first(JsonNode expected, JsonNode found, String pointer) {
    if (expected == null || found == null || expected.getNodeType() != found.getNodeType()) {
      return Optional.of(pointer);
    }
    if (expected.isObject()) {
      TreeSet<String> names = new TreeSet<>();
      expected.fieldNames().forEachRemaining(names::add);
      found.fieldNames().forEachRemaining(names::add);
      return names.stream()
          .flatMap(
              name ->
                  first(expected.get(name), found.get(name), pointer + JsonCursor.step(name))
                      .stream())
          .findFirst();
    }
    if (expected.isArray()) {
      return firstInList(expected, found, pointer);
    }
    return expected.equals(found) ? Optional.empty() : Optional.of(pointer);
  }

  private static Optional<String> firstInList(JsonNode expected, JsonNode found, String pointer) {
    Iterator<JsonNode> others = found.elements();
    int index = 0;
    for (JsonNode element : expected) {
      JsonNode other = others.hasNext() ? others.next() : null;
      Optional<String> difference = first(element, other, pointer + "/" + index);
      if (difference.isPresent()) {
        return difference;
      }
      index++;
    }
    return others.hasNext() ? Optional.of(pointer + "/" + index) : Optional.empty();
  }
}
