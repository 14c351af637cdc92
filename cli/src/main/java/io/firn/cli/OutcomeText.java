package io.firn.cli;

import io.firn.model.Outcome;
import java.util.stream.Collectors;

/** An outcome in a few words. */
final class OutcomeText {
  private OutcomeText() {}

  static String of(Outcome outcome) {
    if (outcome instanceof Outcome.Committed committed) {
      String counts =
          committed.counts().entrySet().stream()
              .map(count -> count.getValue() + " " + count.getKey())
              .collect(Collectors.joining(", "));
      return counts.isEmpty() ? committed.range() : counts + " from " + committed.range();
    }
    if (outcome instanceof Outcome.NothingToDo nothing) {
      return nothing.reason();
    }
    if (outcome instanceof Outcome.Skipped skipped) {
      return "because of " + skipped.because();
    }
    return ((Outcome.Failed) outcome).cause().what();
  }
}
