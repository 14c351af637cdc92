package io.firn.run.rewind;

import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.model.Suggestion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The runs that stand in the tables' main branches, oldest first, each with the moment at which
 * bronze had all of it.
 *
 * <p>A run that landed something is placed by its last bronze commit, any other by its last commit.
 * A rewind moves bronze last and never takes the run away that it goes to, so that the moment is
 * the same when a rewind that was broken off is asked for again.
 */
record Runs(List<Moment> moments) {

  /**
   * A moment in bronze's past.
   *
   * @param runKey the run that it is right after, if any
   * @param landed whether that run landed something
   */
  record Moment(Target target, Optional<String> runKey, Instant instant, boolean landed) {
    private static Moment after(String runKey, Instant instant, boolean landed) {
      return new Moment(new Target.ToRun(runKey), Optional.of(runKey), instant, landed);
    }

    private static Moment at(Instant instant) {
      return new Moment(new Target.ToTime(instant), Optional.empty(), instant, false);
    }
  }

  Runs {
    moments = List.copyOf(moments);
  }

  static Runs of(Collection<TableHistory> histories) {
    Map<String, Instant> landed = new HashMap<>();
    Map<String, Instant> made = new HashMap<>();
    for (TableHistory history : histories) {
      Map<String, Instant> last = history.unit().layer() == Layer.BRONZE ? landed : made;
      for (Point point : history.points()) {
        point
            .runKey()
            .ifPresent(
                key ->
                    last.merge(
                        key,
                        point.committedAt(),
                        (one, other) -> one.isAfter(other) ? one : other));
      }
    }
    landed.forEach(made::put);
    List<Moment> moments = new ArrayList<>();
    made.forEach(
        (key, instant) -> moments.add(Moment.after(key, instant, landed.containsKey(key))));
    moments.sort(
        Comparator.comparing(Moment::instant).thenComparing(run -> run.runKey().orElseThrow()));
    return new Runs(moments);
  }

  /**
   * @throws FirnException CONFIG when there is no such run
   */
  Moment resolve(Target target) {
    if (target instanceof Target.ToTime time) {
      return Moment.at(time.instant());
    }
    if (target instanceof Target.BeforeLast last) {
      return beforeLast(last.runs());
    }
    String key = ((Target.ToRun) target).runKey();
    return moments.stream()
        .filter(run -> run.target().equals(target))
        .findFirst()
        .orElseThrow(() -> unknown("No table's history has the run '" + key + "'" + hint(key)));
  }

  /** Runs that landed nothing changed nothing that a rewind takes back. */
  private Moment beforeLast(int runs) {
    List<Moment> landed = moments.stream().filter(Moment::landed).toList();
    int left = landed.size() - runs;
    if (left < 0) {
      throw unknown("There are " + landed.size() + " runs that landed something, not " + runs);
    }
    return left == 0 ? Moment.at(Instant.EPOCH) : landed.get(left - 1);
  }

  /** The key of the oldest run for which {@code possible} holds, when it does for all after it. */
  Optional<String> earliest(Predicate<Moment> possible) {
    int low = 0;
    int high = moments.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (possible.test(moments.get(middle))) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low == moments.size() ? Optional.empty() : moments.get(low).runKey();
  }

  private String hint(String key) {
    return Suggestion.hint(key, keys());
  }

  private List<String> keys() {
    return moments.stream().map(run -> run.runKey().orElseThrow()).toList();
  }

  private FirnException unknown(String what) {
    int most = 10;
    List<String> newest = new ArrayList<>(keys());
    Collections.reverse(newest);
    String known =
        newest.isEmpty()
            ? "no run at all"
            : String.join(", ", newest.subList(0, Math.min(most, newest.size())))
                + (newest.size() > most ? ", and " + (newest.size() - most) + " older ones" : "");
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            what,
            "the tables' main branches",
            "a run that committed and was not taken back",
            known,
            "Name one of these runs, or a time with --to-time."));
  }
}
