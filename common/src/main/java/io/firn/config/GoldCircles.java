package io.firn.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds gold tables that, by way of others, read themselves. */
final class GoldCircles {
  private final Map<String, List<String>> inputs;
  private final Set<String> done = new HashSet<>();
  private final List<String> way = new ArrayList<>();
  private final SortedMap<String, String> circles = new TreeMap<>();

  private GoldCircles(Map<String, List<String>> inputs) {
    this.inputs = inputs;
  }

  /** One message per circle, at the table that closes it. */
  static SortedMap<String, String> find(Map<String, List<String>> inputs) {
    GoldCircles search = new GoldCircles(inputs);
    inputs.keySet().stream().sorted().forEach(search::follow);
    return search.circles;
  }

  private void follow(String table) {
    if (way.contains(table)) {
      String closing = way.get(way.size() - 1);
      List<String> circle = new ArrayList<>(way.subList(way.indexOf(table), way.size()));
      circle.add(table);
      circles.put(closing, "goes in a circle: gold." + String.join(" <- gold.", circle));
      return;
    }
    if (done.add(table)) {
      way.add(table);
      inputs.getOrDefault(table, List.of()).forEach(this::follow);
      way.remove(way.size() - 1);
    }
  }
}
