package io.firn.cli.trial;

import io.firn.config.Pipeline;
import io.firn.config.Problem;
import io.firn.run.trial.TrialCase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tests of a pipeline.
 *
 * @param cases by file name, then in the order of the file
 * @param problems of all files together; with any of them no test is to be trusted
 */
public record TestFiles(List<TrialCase> cases, List<Problem> problems) {
  public TestFiles {
    cases = List.copyOf(cases);
    problems = List.copyOf(problems);
  }

  /**
   * Reads {@code *.yaml} and {@code *.yml} in {@code folder} and below it; none when there is no
   * such folder.
   */
  public static TestFiles in(Path folder, Pipeline pipeline) {
    List<TrialCase> cases = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Path file : files(folder)) {
      TestFileReader reader = new TestFileReader(file, pipeline, problems);
      cases.addAll(reader.read());
    }
    return new TestFiles(cases, problems);
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(Files::isRegularFile).filter(TestFiles::isTest).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot list " + folder, unreadable);
    }
  }

  private static boolean isTest(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }
}
