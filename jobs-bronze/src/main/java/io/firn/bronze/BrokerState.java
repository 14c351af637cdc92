package io.firn.bronze;

import io.firn.config.BronzeTable;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.Suggestion;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the broker has at one moment.
 *
 * @param clusterId tells one cluster from another that took its address
 * @param names all topics that the user may see
 * @param topics the topics that were asked for, by name
 * @param failed topics that were asked for and not answered, with the reason
 */
record BrokerState(
    String address,
    String clusterId,
    SortedSet<String> names,
    SortedMap<String, TopicState.Topic> topics,
    SortedMap<String, Failure> failed) {
  private static final int NEAR = 5;

  BrokerState {
    names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
    topics = Collections.unmodifiableSortedMap(new TreeMap<>(topics));
    failed = Collections.unmodifiableSortedMap(new TreeMap<>(failed));
  }

  /**
   * The topics that feed {@code table}.
   *
   * @throws FirnException CONFIG when there is none; the reason when one of them was not answered
   */
  TopicState of(BronzeTable table) {
    List<String> matching = names.stream().filter(table::lands).toList();
    if (matching.isEmpty()) {
      throw noTopics(table);
    }
    TreeMap<String, TopicState.Topic> found = new TreeMap<>();
    for (String name : matching) {
      if (failed.containsKey(name)) {
        throw new FirnException(failed.get(name));
      }
      found.put(name, topics.get(name));
    }
    return new TopicState(clusterId, found);
  }

  private FirnException noTopics(BronzeTable table) {
    String wanted = table.topics().pattern();
    List<String> visible = names.stream().filter(name -> !name.startsWith("__")).toList();
    // A pattern is compared with names by its letters: the regular expression's signs are dropped.
    String letters =
        wanted.replaceAll("\\(\\?<\\w+>[^)]*\\)", "").replaceAll("[\\\\\\[\\]()*+?^$|]", "");
    List<String> near =
        visible.stream()
            .sorted(
                Comparator.comparingInt(
                    name -> Suggestion.distance(letters, tail(name, letters.length()))))
            .limit(NEAR)
            .toList();
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            "No topic matches the pattern of " + table.unit(),
            "broker " + address + ", pattern " + wanted,
            "at least one topic",
            visible.isEmpty()
                ? "a broker without topics"
                : "nearest names: " + String.join(", ", near),
            "Correct firn.bronze."
                + table.name()
                + ".topics, start the connector, or grant DESCRIBE on the topics: a broker does not"
                + " list what a user may not see."));
  }

  private static String tail(String name, int length) {
    return name.substring(Math.max(0, name.length() - length));
  }
}
