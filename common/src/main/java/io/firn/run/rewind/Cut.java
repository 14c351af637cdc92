package io.firn.run.rewind;

import io.firn.model.UnitName;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Snapshots of all tables that belong together.
 *
 * @param target what was asked for, in a form that gives the same cut when it is asked for again
 */
public record Cut(Target target, SortedMap<UnitName, Stand> tables) {
  public Cut {
    tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
  }

  /**
   * Where a table stands in the cut.
   *
   * @param place among the history's points; empty when nothing was committed by then
   */
  public record Stand(TableHistory history, OptionalInt place) {

    public Optional<Point> now() {
      return history.points().stream().findFirst();
    }

    public Optional<Point> then() {
      return place.isPresent()
          ? Optional.of(history.points().get(place.getAsInt()))
          : Optional.empty();
    }

    /** The progress that the table has now. */
    public Optional<String> progressNow() {
      return now().isEmpty() ? Optional.empty() : history.stampedAt(0).flatMap(Point::progress);
    }

    /** The point that says progress and run key of the cut. */
    Optional<Point> stampThen() {
      return place.isPresent() ? history.stampedAt(place.getAsInt()) : Optional.empty();
    }

    public Optional<String> progressThen() {
      return stampThen().flatMap(Point::progress);
    }

    /** The snapshots that the table leaves, newest first. */
    public List<Point> left() {
      return history.points().subList(0, place.orElse(history.points().size()));
    }

    public boolean moves() {
      return !left().isEmpty();
    }

    /** The snapshots that are in the table at the cut. */
    List<Point> kept() {
      return history
          .points()
          .subList(place.orElse(history.points().size()), history.points().size());
    }
  }

  public boolean moves() {
    return tables.values().stream().anyMatch(Stand::moves);
  }
}
