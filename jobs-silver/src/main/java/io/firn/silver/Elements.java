package io.firn.silver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.firn.change.DoesNotFit;
import io.firn.change.EventJson;
import io.firn.change.ExtendedJson;
import io.firn.change.SourceSchema;
import io.firn.change.SourceType;
import io.firn.config.Explode;
import io.firn.config.FieldPath;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the elements of an array, or the entries of a map, out of a row image.
 *
 * @param path of the array in the image
 * @param key the column that tells elements apart
 * @param documents whether the image is a MongoDB document; a relational one may hold the array as
 *     JSON text
 */
record Elements(List<String> path, String key, boolean documents) implements Serializable {
  /** The column of an element that is no object. */
  static final String VALUE = "value";

  static Elements of(Explode explode, boolean documents) {
    return new Elements(FieldPath.steps(explode.path()), explode.key(), documents);
  }

  /**
   * @param index its place, from 0
   * @param name of a map's entry
   */
  record Element(int index, Optional<String> name, JsonNode value) {}

  /** The image's field that holds the array. */
  String field() {
    return path.get(0);
  }

  boolean ofMap() {
    return key.equals(Explode.NAME);
  }

  /**
   * @param value of {@link #field()}
   * @return none where nothing stands, or null
   * @throws DoesNotFit when something else stands there
   */
  List<Element> in(JsonNode value) throws DoesNotFit {
    JsonNode array = unpacked(KeyPaths.at(unpacked(value), path.subList(1, path.size())));
    if (array.isNull() || array.isMissingNode()) {
      return List.of();
    }
    boolean map = documents ? ExtendedJson.isDocument(array) : array.isObject();
    if (ofMap() ? !map : !array.isArray()) {
      throw new DoesNotFit(ofMap() ? "expected a map" : "expected an array");
    }
    List<Element> elements = new ArrayList<>();
    if (ofMap()) {
      for (Map.Entry<String, JsonNode> entry : array.properties()) {
        elements.add(new Element(elements.size(), Optional.of(entry.getKey()), entry.getValue()));
      }
      return elements;
    }
    array.forEach(element -> elements.add(new Element(elements.size(), Optional.empty(), element)));
    return elements;
  }

  private JsonNode unpacked(JsonNode value) throws DoesNotFit {
    return !documents && value.isTextual() ? EventJson.read(value.textValue()) : value;
  }

  /** Whether an element has fields, and not a value of its own. */
  boolean hasFields(JsonNode element) {
    return documents ? ExtendedJson.isDocument(element) : element.isObject();
  }

  /** What a column takes from an element. */
  JsonNode at(JsonNode element, List<String> column) {
    if (hasFields(element)) {
      return KeyPaths.at(element, column);
    }
    return column.equals(List.of(VALUE)) ? element : MissingNode.getInstance();
  }

  /** What the source says an element is; empty where it says nothing. */
  Optional<SourceType> type(SourceSchema schema) {
    return schema
        .type(path)
        .flatMap(
            type -> {
              if (type instanceof SourceType.ListOf list) {
                return Optional.of(list.element());
              }
              if (type instanceof SourceType.MapOf map) {
                return Optional.of(map.value());
              }
              return Optional.of(type).filter(SourceType.Document.BSON::equals);
            });
  }

  /** What the source says stands in an element for a column. */
  Optional<SourceType> type(SourceSchema schema, List<String> column) {
    Optional<SourceType> element = type(schema);
    return element.flatMap(
        type -> {
          if (type instanceof SourceType.StructOf struct) {
            return new SourceSchema(struct.fields()).type(column);
          }
          return type == SourceType.Document.BSON || column.equals(List.of(VALUE))
              ? Optional.of(type)
              : Optional.empty();
        });
  }
}
