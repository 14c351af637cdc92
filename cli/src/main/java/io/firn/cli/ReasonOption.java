package io.firn.cli;

import io.firn.change.EnvelopeRefusal.Reason;
import java.util.Set;
import picocli.CommandLine.Option;

/** For which reasons records were refused. */
final class ReasonOption {
  @Option(
      names = "--reason",
      paramLabel = "CODE",
      split = ",",
      description = "Only records refused for these reasons: ${COMPLETION-CANDIDATES}.")
  private Set<Reason> reasons = Set.of();

  Set<Reason> reasons() {
    return reasons;
  }
}
