package io.firn.run;

import io.firn.config.EnvironmentLookup;
import io.firn.config.ParsedPipeline;
import io.firn.config.Pipeline;
import io.firn.config.PipelineParser;
import io.firn.config.Problem;
import io.firn.manifest.ManifestJson;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Reads a pipeline from its file or from its manifest, by the file's ending. */
public final class PipelineFiles {
  private PipelineFiles() {}

  /**
   * @throws FirnException CONFIG with every problem of the file
   */
  public static Pipeline read(Path file, EnvironmentLookup environment) {
    if (file.toString().endsWith(".json")) {
      try {
        return ManifestJson.readPipeline(Files.readString(file), environment);
      } catch (IOException unreadable) {
        throw refused(file, "a readable manifest", unreadable.toString());
      }
    }
    ParsedPipeline parsed = PipelineParser.parse(file, environment);
    if (parsed instanceof ParsedPipeline.Valid valid) {
      return valid.pipeline();
    }
    List<Problem> problems = ((ParsedPipeline.Invalid) parsed).problems();
    throw refused(
        file,
        "a pipeline without problems",
        problems.size()
            + " problems:\n"
            + problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
  }

  private static FirnException refused(Path file, String expected, String found) {
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            "The pipeline cannot be read",
            file.toString(),
            expected,
            found,
            "Correct the file; 'firn validate' checks it without running anything."));
  }
}
