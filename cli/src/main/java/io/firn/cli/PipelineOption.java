package io.firn.cli;

import io.firn.config.EnvironmentLookup;
import io.firn.config.ParsedPipeline;
import io.firn.config.Pipeline;
import io.firn.config.PipelineParser;
import io.firn.config.PipelineTemplate;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.run.PipelineFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which pipeline file a verb works on. */
final class PipelineOption {
  @Option(
      names = {"-p", "--pipeline"},
      paramLabel = "FILE",
      defaultValue = PipelineTemplate.PIPELINE_FILE,
      description = {
        "The pipeline file, or a manifest (*.json) compiled from it.",
        "Default: ${DEFAULT-VALUE} in the working directory."
      })
  private Path file;

  Path file() {
    return file;
  }

  /**
   * Reads the file.
   *
   * @throws InvalidPipelineException with every problem found
   * @throws FirnException when there is no such file
   */
  Pipeline load(EnvironmentLookup environment) {
    return load(file, environment);
  }

  /** The same for a file that no option names. */
  static Pipeline load(Path file, EnvironmentLookup environment) {
    if (!Files.isRegularFile(file)) {
      throw new FirnException(
          new Failure(
              ErrorKind.USAGE,
              "Cannot read the pipeline",
              file.toString(),
              "a pipeline file",
              "no such file in " + Path.of("").toAbsolutePath(),
              "Name it with --pipeline FILE, or write a first one with 'firn init'."));
    }
    if (file.toString().endsWith(".json")) {
      return PipelineFiles.read(file, environment);
    }
    ParsedPipeline parsed = PipelineParser.parse(file, environment);
    if (parsed instanceof ParsedPipeline.Invalid invalid) {
      throw new InvalidPipelineException(file, invalid.problems());
    }
    return ((ParsedPipeline.Valid) parsed).pipeline();
  }
}
