package io.firn.bronze;

import io.firn.change.EnvelopeOperation;
import io.firn.model.Era;
import java.io.Serializable;
import java.util.Optional;

/**
 * Watches the positions of one topic-partition in the order of offsets for the one thing that shows
 * a repeated delivery: that they go back. It costs a comparison for each record, and nothing is
 * looked up until it happens.
 */
final class PositionTrack implements Serializable {
  private static final long serialVersionUID = 1L;

  private final boolean named;
  private final boolean deliveries;
  private int era;
  private String eraPrefix;
  private Straggler straggler;
  private String high;
  private String operationsAtHigh = "";
  private String low;
  private String last;
  private int keyOfLast;
  private String overlapFrom;
  private String overlapTo;

  /** Positions between which events may be repeats, both included. */
  record Overlap(String from, String to) implements Serializable {
    /** From before to behind every position. */
    static final Overlap EVERYTHING = new Overlap("", "~");

    boolean contains(String position) {
      return from.compareTo(position) <= 0 && position.compareTo(to) <= 0;
    }
  }

  /**
   * A change below what was seen before that no repeat explains.
   *
   * @param below the greatest position seen until then
   */
  record Straggler(long offset, String position, String below) implements Serializable {}

  /**
   * @param named whether no two events share position, operation and key
   * @param era the era that the partition was landed in before
   * @param high the greatest position landed before, if any
   */
  PositionTrack(boolean named, int era, Optional<String> high) {
    this(named, false, era, high);
  }

  private PositionTrack(boolean named, boolean deliveries, int era, Optional<String> high) {
    this.named = named;
    this.deliveries = deliveries;
    this.era = era;
    this.eraPrefix = Era.prefix(era);
    this.high = high.orElse(null);
  }

  /** Of a connector whose changes are ordered by delivery: marks are watched, not positions. */
  static PositionTrack ofDeliveries(int era, Optional<String> high) {
    return new PositionTrack(true, true, era, high);
  }

  /** The era that positions are of now. */
  int era() {
    return era;
  }

  /** What stands before positions of this era. */
  String eraPrefix() {
    return eraPrefix;
  }

  /** From now on positions count anew: none of those seen says anything about those to come. */
  void beginEra() {
    era++;
    eraPrefix = Era.prefix(era);
    high = null;
    operationsAtHigh = "";
  }

  /** Notes a change that goes back and is no repeat; the first is kept. */
  void straggles(long offset, String position) {
    if (straggler == null) {
      straggler = new Straggler(offset, position, high);
    }
  }

  /** The first change that went back without being a repeat. */
  Optional<Straggler> straggler() {
    return Optional.ofNullable(straggler);
  }

  /** Whether {@code position} can only be that of a repeat or of an event that came late. */
  boolean goesBack(String position) {
    int order = high == null ? 1 : position.compareTo(high);
    return order < 0 || order == 0 && named;
  }

  /** Whether a greater position than {@code position} was seen. */
  boolean isBelow(String position) {
    return high != null && position.compareTo(high) < 0;
  }

  /**
   * Watches the position of a change. What a snapshot read has no say: a transaction that was open
   * while it read may have changes below it and be delivered later.
   */
  void see(String position, EnvelopeOperation operation) {
    if (operation == EnvelopeOperation.READ) {
      return;
    }
    int order = high == null ? 1 : position.compareTo(high);
    if (order > 0) {
      high = position;
      operationsAtHigh = operation.code();
    }
    if (order < 0 || order == 0 && isSuspectAtHigh(operation)) {
      overlap(position, position);
    }
    if (order == 0) {
      operationsAtHigh += operation.code();
    }
    low = low == null || position.compareTo(low) < 0 ? position : low;
  }

  /**
   * Watches the mark of a change that is no snapshot read. Marks are the source's clock and go back
   * with it too; what is sent again never has a greater one than the greatest before it.
   *
   * @param named whether the mark names the event; the events of one transaction share one, and so
   *     do inserts that the source wrote down together
   * @param key a hash of the change's key
   */
  void seeDelivery(String mark, boolean named, int key) {
    int order = high == null ? 1 : mark.compareTo(high);
    boolean isNext = mark.equals(last);
    if (order < 0 || order == 0 && (!isNext || named && key == keyOfLast)) {
      overlap(mark, mark);
    }
    if (order > 0) {
      high = mark;
    }
    last = mark;
    keyOfLast = key;
    low = low == null || mark.compareTo(low) < 0 ? mark : low;
  }

  /** The delete and the create of a key change share a position and are no reason to look. */
  private boolean isSuspectAtHigh(EnvelopeOperation operation) {
    return named && (operationsAtHigh.isEmpty() || operationsAtHigh.contains(operation.code()));
  }

  private void overlap(String from, String to) {
    overlapFrom = overlapFrom == null || from.compareTo(overlapFrom) < 0 ? from : overlapFrom;
    overlapTo = overlapTo == null || to.compareTo(overlapTo) > 0 ? to : overlapTo;
  }

  /** This partition's track when the offsets after these were watched by another task. */
  PositionTrack and(PositionTrack later) {
    PositionTrack both =
        new PositionTrack(named, deliveries, Math.max(era, later.era), Optional.ofNullable(high));
    both.straggler = straggler == null ? later.straggler : straggler;
    both.low = low;
    overlapping().ifPresent(found -> both.overlap(found.from(), found.to()));
    later.overlapping().ifPresent(found -> both.overlap(found.from(), found.to()));
    if (later.low != null) {
      if (goesBack(later.low)) {
        both.overlap(later.low, high);
      }
      both.low = low == null || later.low.compareTo(low) < 0 ? later.low : low;
    }
    if (later.high != null && (high == null || later.high.compareTo(high) > 0)) {
      both.high = later.high;
    }
    return both;
  }

  /** Where positions went back, if they did. */
  Optional<Overlap> overlapping() {
    return Optional.ofNullable(overlapFrom).map(from -> new Overlap(from, overlapTo));
  }

  /** The greatest position seen. */
  Optional<String> high() {
    return Optional.ofNullable(high);
  }
}
