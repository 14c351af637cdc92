package io.firn.cli;

import io.firn.config.Problem;
import java.nio.file.Path;
import java.util.List;

/** A pipeline file with problems: all of them are told at once. */
final class InvalidPipelineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  InvalidPipelineException(Path file, List<Problem> problems) {
    super(file + " has " + Counted.of(problems.size(), "problem"));
    this.problems = List.copyOf(problems);
  }

  List<Problem> problems() {
    return problems;
  }
}
