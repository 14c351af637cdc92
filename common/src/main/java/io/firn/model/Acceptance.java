package io.firn.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A person's decision to go on where Firn would stop because the history behind a topic is not the
 * one that was landed: {@code KIND=TOPIC}, a {@code *} in the topic standing for any characters.
 * What was accepted is recorded in the table.
 *
 * @param topics topic name, or a pattern with {@code *}
 */
public record Acceptance(Kind kind, String topics) {

  /** What can be accepted. */
  public enum Kind {
    /** The broker belongs to another cluster: land its topics from their start, in a new era. */
    OTHER_CLUSTER("other-cluster"),
    /** The topic was deleted and created again: land it from its start, in a new era. */
    RECREATED_TOPIC("recreated-topic"),
    /** Records were removed by retention before they were landed: go on behind them. */
    LOST_RECORDS("lost-records"),
    /** The log is shorter than what was landed: land it from its start, in a new era. */
    TRUNCATED_LOG("truncated-log"),
    /**
     * Partitions were added to a topic whose order is that of delivery: keys may have moved, go on
     * in a new era.
     */
    MORE_PARTITIONS("more-partitions"),
    /** The source's log counts anew: what follows comes later than all before, in a new era. */
    POSITIONS_RESTARTED("positions-restarted"),
    /** Changes come late, below what was landed: land them, later positions still win. */
    LATE_EVENTS("late-events");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    /** The word after {@code --accept}. */
    public String id() {
      return id;
    }
  }

  /**
   * Reads {@code KIND=TOPIC}.
   *
   * @throws IllegalArgumentException with a sentence for a person
   */
  public static Acceptance parse(String text) {
    int sign = text.indexOf('=');
    String word = (sign < 0 ? text : text.substring(0, sign)).toLowerCase(Locale.ROOT);
    List<String> known = Arrays.stream(Kind.values()).map(Kind::id).toList();
    Optional<Kind> kind =
        Arrays.stream(Kind.values()).filter(candidate -> candidate.id.equals(word)).findFirst();
    if (kind.isEmpty()) {
      throw new IllegalArgumentException(
          "'"
              + word
              + "' cannot be accepted"
              + Suggestion.hint(word, known)
              + "; known are "
              + String.join(", ", known));
    }
    if (sign < 0 || sign == text.length() - 1) {
      throw new IllegalArgumentException(
          "'" + text + "' names no topic; write " + word + "=TOPIC, or " + word + "=* for all");
    }
    return new Acceptance(kind.get(), text.substring(sign + 1));
  }

  /** Whether this decision is about {@code found} on {@code topic}. */
  public boolean covers(Kind found, String topic) {
    String pattern =
        Arrays.stream(topics.split("\\*", -1))
            .map(Pattern::quote)
            .reduce((left, right) -> left + ".*" + right)
            .orElseThrow();
    return kind == found && Pattern.matches(pattern, topic);
  }

  @Override
  public String toString() {
    return kind.id + "=" + topics;
  }
}
