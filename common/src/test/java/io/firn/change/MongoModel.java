package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A document as a server holds it, updates of it by the places they change, and what the server
 * tells of them: the reference that patches are held against.
 */
public final class MongoModel {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Random random;
  private final List<String> names;

  /**
   * @param names of fields; with a dot in one, what a server tells may mean two places
   */
  public MongoModel(Random random, List<String> names) {
    this.random = random;
    this.names = names;
  }

  /** A value set, or a field removed (null), or an array cut off. */
  private record Step(List<Object> place, Optional<Object> value, int cutTo) {
    boolean touches(Step other) {
      int common = Math.min(place.size(), other.place.size());
      return place.subList(0, common).equals(other.place.subList(0, common));
    }

    String path() {
      return String.join(".", place.stream().map(String::valueOf).toList());
    }

    Object last() {
      return place.get(place.size() - 1);
    }
  }

  /**
   * An update.
   *
   * @param after the document after it
   * @param description what the server tells
   */
  public record Update(Map<String, Object> after, JsonNode description) {}

  /** A document without its {@code _id}. */
  public Map<String, Object> document() {
    return document(0);
  }

  private Map<String, Object> document(int depth) {
    Map<String, Object> document = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      document.put(name(), value(depth + 1));
    }
    return document;
  }

  private String name() {
    return names.get(random.nextInt(names.size()));
  }

  private Object value(int depth) {
    int kind = random.nextInt(depth > 3 ? 3 : 6);
    return switch (kind) {
      case 0 -> random.nextInt(100);
      case 1 -> "s" + random.nextInt(100);
      case 2 -> random.nextBoolean();
      case 3 -> document(depth);
      default ->
          new ArrayList<>(
              IntStream.range(0, random.nextInt(4)).mapToObj(i -> value(depth + 1)).toList());
    };
  }

  /** Changes one to three places, none inside of another. */
  public Update update(Map<String, Object> before) {
    List<Step> steps = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      Step step = step(before);
      if (steps.stream().noneMatch(step::touches)) {
        steps.add(step);
      }
    }
    Map<String, Object> after = copy(before);
    steps.forEach(step -> apply(after, step));
    return new Update(after, describe(steps));
  }

  private Step step(Map<String, Object> document) {
    List<Object> place = new ArrayList<>();
    Object at = document;
    while (true) {
      if (at instanceof Map<?, ?> map) {
        List<?> keys = List.copyOf(map.keySet());
        boolean there = !keys.isEmpty() && random.nextInt(4) > 0;
        Object name = there ? keys.get(random.nextInt(keys.size())) : newName(map);
        place.add(name);
        Object inside = map.get(name);
        if (random.nextBoolean() && (inside instanceof Map || inside instanceof List)) {
          at = inside;
          continue;
        }
        boolean removed = map.containsKey(name) && random.nextInt(4) == 0;
        return new Step(place, removed ? Optional.empty() : Optional.of(value(2)), -1);
      }
      List<?> list = (List<?>) at;
      if (!list.isEmpty() && random.nextInt(3) == 0) {
        return new Step(place, Optional.empty(), random.nextInt(list.size()));
      }
      int index = random.nextInt(list.size() + 2);
      place.add(index);
      Object inside = index < list.size() ? list.get(index) : null;
      if (random.nextBoolean() && (inside instanceof Map || inside instanceof List)) {
        at = inside;
        continue;
      }
      return new Step(place, Optional.of(value(2)), -1);
    }
  }

  /** A new field never has a dot in its name here: no server could be told by what it tells. */
  private Object newName(Map<?, ?> map) {
    String name = name();
    return name.contains(".") && !map.containsKey(name) ? "a" : name;
  }

  @SuppressWarnings("unchecked")
  private static void apply(Map<String, Object> document, Step step) {
    Object at = document;
    int leading = step.cutTo() >= 0 ? step.place().size() : step.place().size() - 1;
    for (Object name : step.place().subList(0, leading)) {
      at =
          name instanceof Integer index
              ? ((List<Object>) at).get(index)
              : ((Map<?, ?>) at).get(name);
    }
    if (step.cutTo() >= 0) {
      List<Object> list = (List<Object>) at;
      list.subList(step.cutTo(), list.size()).clear();
    } else if (step.last() instanceof Integer index) {
      List<Object> list = (List<Object>) at;
      while (list.size() <= index) {
        list.add(null);
      }
      list.set(index, step.value().orElseThrow());
    } else if (step.value().isEmpty()) {
      ((Map<?, ?>) at).remove(step.last());
    } else {
      ((Map<String, Object>) at).put((String) step.last(), step.value().get());
    }
  }

  private static JsonNode describe(List<Step> steps) {
    Map<String, Object> updated = new LinkedHashMap<>();
    Set<String> removed = new HashSet<>();
    List<Map<String, Object>> truncated = new ArrayList<>();
    for (Step step : steps) {
      if (step.cutTo() >= 0) {
        truncated.add(Map.of("field", step.path(), "size", step.cutTo()));
      } else if (step.value().isPresent()) {
        updated.put(step.path(), step.value().get());
      } else {
        removed.add(step.path());
      }
    }
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("removedFields", removed.isEmpty() ? null : removed);
    description.put("updatedFields", json(updated).toString());
    description.put("truncatedArrays", truncated.isEmpty() ? null : truncated);
    return json(description);
  }

  public static JsonNode json(Object value) {
    return JSON.valueToTree(value);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> copy(Map<String, Object> document) {
    return JSON.convertValue(document, LinkedHashMap.class);
  }
}
