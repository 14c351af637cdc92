package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an update changed of a document: MongoDB's {@code updateDescription} (MongoDB manual,
 * "Change Events", {@code update}), in {@link ExtendedJson}'s one form.
 *
 * <p>A path with a dot may also be the name of a field with a dot: Debezium leaves out what would
 * tell ({@code disambiguatedPaths}). The document before tells it, since a path leads through
 * documents and arrays that are there already: what is set inside of one that is not there comes as
 * that one, whole.
 *
 * @param updated values by path
 * @param removed paths of fields that went
 * @param truncated new lengths of arrays by path
 */
public record MongoPatch(
    Map<String, JsonNode> updated, List<String> removed, Map<String, Integer> truncated) {
  private static final char DOT = '.';

  /** More would be no array that a document of 16 MiB can hold. */
  private static final int MAX_ELEMENTS = 16 << 20;

  public MongoPatch {
    updated = new LinkedHashMap<>(updated);
    removed = List.copyOf(removed);
    truncated = new LinkedHashMap<>(truncated);
  }

  /** A patch that cannot be applied to a document. The message does not show the document. */
  public static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    Refusal(String reason) {
      super(reason, null, false, false);
    }
  }

  /**
   * Reads an {@code updateDescription} as bronze keeps it, or as {@link #json} wrote it.
   *
   * @throws DoesNotFit when it is none
   */
  public static MongoPatch read(JsonNode description) throws DoesNotFit {
    JsonNode fields = description.path("updatedFields");
    JsonNode values = fields.isTextual() ? EventJson.read(fields.textValue()) : fields;
    Map<String, JsonNode> updated = new LinkedHashMap<>();
    // Each value by itself: the object of all is no value, and may look like one ({"$date": …}).
    values.properties().forEach(f -> updated.put(f.getKey(), ExtendedJson.normal(f.getValue())));
    List<String> removed = new ArrayList<>();
    description.path("removedFields").forEach(path -> removed.add(path.asText()));
    Map<String, Integer> truncated = new LinkedHashMap<>();
    for (JsonNode array : description.path("truncatedArrays")) {
      JsonNode size = array.has("size") ? array.get("size") : array.path("newSize");
      if (!array.path("field").isTextual() || !size.canConvertToInt()) {
        throw new DoesNotFit("a truncated array without field and size");
      }
      truncated.put(array.get("field").textValue(), size.intValue());
    }
    return new MongoPatch(updated, removed, truncated);
  }

  /** The patch as an {@code updateDescription}. */
  public ObjectNode json() {
    ObjectNode description = JsonNodeFactory.instance.objectNode();
    description.putObject("updatedFields").setAll(updated);
    removed.forEach(description.putArray("removedFields")::add);
    ArrayNode arrays = description.putArray("truncatedArrays");
    truncated.forEach((field, size) -> arrays.addObject().put("field", field).put("size", size));
    return description;
  }

  /** Whether it sets and removes whole fields only, so that nothing of the document is needed. */
  public boolean isOfWholeFields() {
    return truncated.isEmpty()
        && updated.keySet().stream().noneMatch(path -> path.indexOf(DOT) >= 0)
        && removed.stream().noneMatch(path -> path.indexOf(DOT) >= 0);
  }

  /**
   * The document after the update.
   *
   * @param before stays as it is
   * @throws Refusal when a path may mean two places, or cuts off what is no array
   */
  public ObjectNode applyTo(ObjectNode before) throws Refusal {
    ObjectNode document = before.deepCopy();
    // Removed and cut off first: what is set at the end of an array counts from its new length.
    for (String path : removed) {
      Optional<Way> way = only(path, existing(ways(document, path)));
      way.ifPresent(there -> remove(there.container(), there.name()));
    }
    for (Map.Entry<String, Integer> array : truncated.entrySet()) {
      List<Way> arrays =
          ways(document, array.getKey()).stream()
              .filter(way -> way.found() instanceof ArrayNode)
              .toList();
      ArrayNode elements =
          only(array.getKey(), arrays)
              .map(way -> (ArrayNode) way.found())
              .orElseThrow(() -> new Refusal("what is to be cut off is no array"));
      truncate(elements, array.getValue());
    }
    for (Map.Entry<String, JsonNode> field : updated.entrySet()) {
      Way way = placeOf(document, field.getKey());
      set(way.container(), way.name(), field.getValue().deepCopy());
    }
    return document;
  }

  /** A place that a path may mean: a field of a document, or an element of an array. */
  private record Way(JsonNode container, String name) {
    JsonNode found() {
      return child(container, name);
    }

    /** Whether it is there, or may be made by an update without a dot in a name. */
    boolean likely() {
      return name.indexOf(DOT) < 0 || found() != null;
    }
  }

  private static Way placeOf(ObjectNode document, String path) throws Refusal {
    List<Way> ways = ways(document, path);
    Optional<Way> likely = only(path, ways.stream().filter(Way::likely).toList());
    return likely.isPresent() ? likely.get() : only(path, ways).orElseThrow();
  }

  private static List<Way> existing(List<Way> ways) {
    return ways.stream().filter(way -> way.found() != null).toList();
  }

  private static Optional<Way> only(String path, List<Way> ways) throws Refusal {
    if (ways.size() > 1) {
      throw new Refusal("the path '" + path + "' may mean two places, since names have dots");
    }
    return ways.stream().findFirst();
  }

  private static List<Way> ways(ObjectNode document, String path) {
    List<Way> ways = new ArrayList<>();
    collect(document, Arrays.asList(path.split("\\.", -1)), ways);
    return ways;
  }

  /** All ways to take {@code rest} apart so that each step but the last leads on. */
  private static void collect(JsonNode at, List<String> rest, List<Way> ways) {
    for (int size = 1; size < rest.size(); size++) {
      JsonNode child = child(at, joined(rest.subList(0, size)));
      if (child != null && (child.isArray() || BsonKind.of(child) == BsonKind.DOCUMENT)) {
        collect(child, rest.subList(size, rest.size()), ways);
      }
    }
    if (at.isObject() || isIndex(joined(rest))) {
      ways.add(new Way(at, joined(rest)));
    }
  }

  private static String joined(List<String> steps) {
    return String.join(String.valueOf(DOT), steps);
  }

  private static JsonNode child(JsonNode at, String step) {
    if (at.isArray()) {
      return isIndex(step) ? at.get(Integer.parseInt(step)) : null;
    }
    return at.get(step);
  }

  private static boolean isIndex(String step) {
    return step.matches("0|[1-9][0-9]{0,7}") && Integer.parseInt(step) < MAX_ELEMENTS;
  }

  /** An element of an array is not removed but null: the others keep their places. */
  private static void remove(JsonNode container, String step) {
    if (container instanceof ObjectNode object) {
      object.remove(step);
    } else if (container instanceof ArrayNode array && Integer.parseInt(step) < array.size()) {
      array.set(Integer.parseInt(step), JsonNodeFactory.instance.nullNode());
    }
  }

  private static void truncate(ArrayNode array, int size) {
    while (array.size() > size) {
      array.remove(array.size() - 1);
    }
  }

  private static void set(JsonNode container, String step, JsonNode value) {
    if (container instanceof ArrayNode array) {
      int index = Integer.parseInt(step);
      while (array.size() <= index) {
        array.addNull();
      }
      array.set(index, value);
    } else {
      ((ObjectNode) container).set(step, value);
    }
  }
}
