package io.firn.silver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.firn.change.EventJson;
import io.firn.config.ColumnSpec;
import io.firn.config.FieldPath;
import io.firn.config.SilverTable;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * Finds a row's key in its image and writes it as one text: the JSON array of the key columns'
 * source values, e.g. {@code ["acme",17]}. Two images have the same text exactly when they are of
 * the same row, since one source writes one value in one way.
 */
record KeyPaths(List<String> columns, List<List<String>> paths, boolean documents)
    implements Serializable {

  static KeyPaths of(SilverTable table) {
    return of(table, false);
  }

  /**
   * @param documents whether the table is made of MongoDB's documents
   */
  static KeyPaths of(SilverTable table, boolean documents) {
    return new KeyPaths(
        table.key(), table.key().stream().map(column -> path(table, column)).toList(), documents);
  }

  /** The declared path of {@code column}, or its own name. */
  static List<String> path(SilverTable table, String column) {
    return table.columns().stream()
        .filter(spec -> spec.name().equals(column))
        .findFirst()
        .map(ColumnSpec::path)
        .map(FieldPath::steps)
        .orElse(List.of(column));
  }

  /** The key in {@code image}; empty when a part is missing or null. */
  Optional<String> in(JsonNode image, String tenant) {
    ArrayNode key = JsonNodeFactory.instance.arrayNode();
    for (int part = 0; part < columns.size(); part++) {
      if (Columns.isTenant(columns.get(part))) {
        if (tenant == null) {
          return Optional.empty();
        }
        key.add(tenant);
      } else {
        JsonNode found = at(image, paths.get(part));
        JsonNode value = documents ? Documents.keyPart(found) : found;
        if (value.isMissingNode() || value.isNull()) {
          return Optional.empty();
        }
        key.add(value);
      }
    }
    return Optional.of(EventJson.write(key));
  }

  /**
   * The value at {@code path}, a missing node when there is none. A number leads to an element of
   * an array, any other name to that field of each of its elements, as in MongoDB's paths.
   */
  static JsonNode at(JsonNode image, List<String> path) {
    JsonNode value = image;
    for (int i = 0; i < path.size(); i++) {
      String step = path.get(i);
      if (value.isArray() && !step.matches("[0-9]{1,9}")) {
        return ofEach(value, path.subList(i, path.size()));
      }
      value = value.isArray() ? value.path(Integer.parseInt(step)) : value.path(step);
    }
    return value;
  }

  private static JsonNode ofEach(JsonNode elements, List<String> path) {
    ArrayNode values = JsonNodeFactory.instance.arrayNode();
    for (JsonNode element : elements) {
      JsonNode value = at(element, path);
      values.add(value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value);
    }
    return values;
  }
}
