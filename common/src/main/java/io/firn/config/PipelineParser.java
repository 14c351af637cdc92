package io.firn.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads a pipeline file (HOCON) into a {@link Pipeline}, or into every {@link Problem} it has.
 *
 * <p>Reads that file, what it includes, its SQL files and the environment variables it mentions;
 * connects to nothing and loads neither Spark nor Iceberg. Only a syntax error hides further
 * problems: a file that cannot be read as HOCON has no keys to check.
 */
public final class PipelineParser {
  private PipelineParser() {}

  /**
   * @param file as the user wrote it; problems name it the same way
   * @param environment where {@code ${NAME}} and {@code ${?NAME}} are looked up
   */
  public static ParsedPipeline parse(Path file, EnvironmentLookup environment) {
    Problems problems = new Problems();
    Optional<Pipeline> pipeline =
        Document.load(file, environment, problems)
            .flatMap(document -> FirnSection.read(document, problems));
    if (!problems.isEmpty()) {
      return new ParsedPipeline.Invalid(problems.sorted());
    }
    return new ParsedPipeline.Valid(
        pipeline.orElseThrow(
            () -> new IllegalStateException("parser found neither a pipeline nor a problem")));
  }
}
