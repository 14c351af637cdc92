package io.firn.bronze;

import io.firn.bronze.PositionTrack.Overlap;
import io.firn.change.EventIdentity;
import java.io.Serializable;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds the repeats among the events of one topic-partition that are read once more after their
 * positions were seen to go back.
 */
final class Repeats implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Overlap overlap;
  private final HashSet<EventIdentity> known;

  /**
   * @param known events in the overlap that the table holds already
   */
  Repeats(Overlap overlap, Set<EventIdentity> known) {
    this.overlap = overlap;
    this.known = new HashSet<>(known);
  }

  /** At the first event of a new era: all that follow must be told apart from each other. */
  static Repeats ofNewEra(EventIdentity first) {
    return new Repeats(Overlap.EVERYTHING, Set.of(first));
  }

  /** Whether events at {@code position} must be told apart at all. */
  boolean concerns(String position) {
    return overlap.contains(position);
  }

  /**
   * Whether the event was there before.
   *
   * @param goesBack whether its position was reached before it came; where it was not, the event is
   *     new, whatever it looks like
   */
  boolean isRepeat(EventIdentity event, boolean goesBack) {
    return !known.add(event) && goesBack;
  }
}
