package io.firn.model;

import java.util.OptionalLong;

/**
 * What a silver unit reads: the rows appended to its input after snapshot {@code from} (everything
 * when absent) up to and including snapshot {@code to}.
 */
public record SnapshotRange(OptionalLong from, long to) {

  public boolean isEmpty() {
    return from.isPresent() && from.getAsLong() == to;
  }

  @Override
  public String toString() {
    return (from.isPresent() ? "(" + from.getAsLong() : "(beginning") + ", " + to + "]";
  }
}
