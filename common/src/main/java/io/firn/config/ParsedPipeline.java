package io.firn.config;

import java.util.List;

/** What came of reading a pipeline file: a pipeline that cannot be wrong, or all that is wrong. */
public sealed interface ParsedPipeline {

  record Valid(Pipeline pipeline) implements ParsedPipeline {}

  /**
   * @param problems every problem found, by file and line; never empty
   */
  record Invalid(List<Problem> problems) implements ParsedPipeline {
    public Invalid {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("an invalid pipeline needs at least one problem");
      }
    }
  }
}
