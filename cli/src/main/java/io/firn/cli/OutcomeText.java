package io.firn.cli;

import io.firn.model.Outcome;
import io.firn.run.expect.Summary;
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
      String rows = counts.isEmpty() ? committed.range() : counts + " from " + committed.range();
      return committed.verdicts().isEmpty()
          ? rows
          : rows + ", expected: " + Summary.of(committed.verdicts());
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
