package io.firn.bronze;

import io.firn.bronze.PositionTrack.Overlap;
import io.firn.change.EventIdentity;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Finds the repeats among the events of one topic-partition that are read once more after their
 * positions were seen to go back.
 */
final class Repeats implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Overlap overlap;
  private final HashSet<EventIdentity> known;
  private final boolean whereverItStands;

  /** The events that were kept last, all of one mark. */
  private final HashSet<EventIdentity> tail = new HashSet<>();

  private String markOfTail;

  /** An event that was kept, of a connector whose changes are ordered by delivery. */
  record Delivered(String mark, EventIdentity event) implements Serializable {}

  /**
   * @param known events in the overlap that the table holds already
   */
  Repeats(Overlap overlap, Set<EventIdentity> known) {
    this(overlap, known, false);
  }

  private Repeats(Overlap overlap, Set<EventIdentity> known, boolean whereverItStands) {
    this.overlap = overlap;
    this.known = new HashSet<>(known);
    this.whereverItStands = whereverItStands;
  }

  /**
   * The same for a replay of a connector whose events are named by their positions: the table may
   * hold the event at a later offset, which the order of positions does not show.
   */
  Repeats whereverItStands() {
    return new Repeats(overlap, known, true);
  }

  /** Whether an event that is known is a repeat, whatever was reached before it came. */
  boolean standsAnywhere() {
    return whereverItStands;
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

  /**
   * Of a connector whose changes are ordered by delivery.
   *
   * @param known events in the overlap that the table holds already, in their order
   * @param isAll whether the table holds no event that was delivered after them
   */
  static Repeats ofDeliveries(Overlap overlap, List<Delivered> known, boolean isAll) {
    Repeats repeats = new Repeats(overlap, Set.of());
    known.forEach(delivered -> repeats.keep(delivered.mark(), Optional.of(delivered.event())));
    if (!isAll) {
      repeats.endTail();
    }
    return repeats;
  }

  /**
   * Whether an event was delivered before, asked for each in their order. Why one that shares its
   * mark with others counts as a repeat only after the tail: see {@link EventIdentity}.
   *
   * @param named whether the mark names the event
   * @param event asked for only where the event may be a repeat
   */
  boolean isDeliveredAgain(String mark, boolean named, Supplier<EventIdentity> event) {
    if (!overlap.contains(mark)) {
      keep(mark, Optional.empty());
      return false;
    }
    EventIdentity identity = event.get();
    if (known.contains(identity) || named && tail.contains(identity)) {
      return true;
    }
    keep(mark, Optional.of(identity));
    return false;
  }

  private void keep(String mark, Optional<EventIdentity> event) {
    if (!mark.equals(markOfTail)) {
      endTail();
      markOfTail = mark;
    }
    event.ifPresent(tail::add);
  }

  private void endTail() {
    known.addAll(tail);
    tail.clear();
    markOfTail = null;
  }
}
