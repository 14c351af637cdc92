package io.firn.run.trial;

import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import java.time.Duration;
import java.util.Optional;

/**
 * How a test ended.
 *
 * @param difference between the rows that came out and those that should; empty of a test that
 *     could not be carried out
 * @param failure why it could not be carried out
 */
public record TrialResult(
    TrialCase test, Optional<RowDifference> difference, Optional<Failure> failure, Duration took) {

  public boolean passed() {
    return difference.filter(RowDifference::none).isPresent();
  }

  /** What the process's exit code is made of; empty when the test passed. */
  public Optional<ErrorKind> kind() {
    return passed()
        ? Optional.empty()
        : Optional.of(failure.map(Failure::kind).orElse(ErrorKind.EXPECTATION));
  }
}
