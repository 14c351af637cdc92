package io.firn.bronze;

import io.firn.bronze.Cut.Change;
import io.firn.change.EventIdentity;
import io.firn.model.TopicPartition;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Finds the changes among retried records whose events stand already: in bronze from another
 * record, or in an earlier one of the same retry.
 *
 * <p>Two records with one identity are one event that was sent twice if the event is named by its
 * mark. Otherwise they may be two events of one transaction that are equal in everything ({@link
 * EventIdentity}); then it takes a sign that the connector had gone on behind the transaction
 * before the later of the two came: without one both are kept, as a landing keeps them.
 */
final class RetryRepeats {
  /**
   * Two records that may be one event.
   *
   * @param from the lesser of their offsets
   * @param to the greater one
   */
  record Doubt(TopicPartition partition, String mark, long from, long to) implements Serializable {}

  private record Event(TopicPartition partition, EventIdentity identity) {}

  private static final Set<Long> NONE = Set.of();

  private final Map<Event, TreeSet<Long>> standing = new HashMap<>();

  /**
   * @param known offsets of the bronze rows that have the identity of a change, by place
   */
  RetryRepeats(Map<RecordPlace, EventIdentity> known) {
    known.forEach((place, identity) -> stands(place, identity));
  }

  private void stands(RecordPlace place, EventIdentity identity) {
    standing
        .computeIfAbsent(new Event(place.partition(), identity), none -> new TreeSet<>())
        .add(place.offset());
  }

  /**
   * The repeats among {@code changes}, each with the record whose event it repeats.
   *
   * @param settled those of the doubts it is given that are no doubts: one event came twice
   */
  Map<RecordPlace, RecordPlace> among(
      List<Change> changes, Function<Set<Doubt>, Set<Doubt>> settled) {
    Map<RecordPlace, RecordPlace> repeats = new LinkedHashMap<>();
    Map<Change, List<Doubt>> doubtful = new LinkedHashMap<>();
    for (Change change : sorted(changes)) {
      RecordPlace place = change.place();
      Event event = new Event(place.partition(), change.identity());
      Set<Long> others =
          change.repeatable() && standing.containsKey(event) ? standing.get(event) : NONE;
      if (others.isEmpty()) {
        stands(place, change.identity());
      } else if (change.named()) {
        repeats.put(place, new RecordPlace(place.partition(), others.iterator().next()));
      } else {
        doubtful.put(change, others.stream().map(other -> doubt(change, other)).toList());
        stands(place, change.identity());
      }
    }
    if (!doubtful.isEmpty()) {
      Set<Doubt> asked = new HashSet<>();
      doubtful.values().forEach(asked::addAll);
      Set<Doubt> sure = settled.apply(asked);
      doubtful.forEach(
          (change, doubts) ->
              doubts.stream()
                  .filter(sure::contains)
                  .findFirst()
                  .ifPresent(doubt -> repeats.put(change.place(), other(change, doubt))));
    }
    return repeats;
  }

  private static List<Change> sorted(List<Change> changes) {
    List<Change> sorted = new ArrayList<>(changes);
    sorted.sort(Comparator.comparing(Change::place));
    return sorted;
  }

  private static Doubt doubt(Change change, long other) {
    long offset = change.place().offset();
    return new Doubt(
        change.place().partition(),
        change.mark(),
        Math.min(offset, other),
        Math.max(offset, other));
  }

  private static RecordPlace other(Change change, Doubt doubt) {
    long offset = change.place().offset() == doubt.from() ? doubt.to() : doubt.from();
    return new RecordPlace(doubt.partition(), offset);
  }
}
