package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher goes without a class archive when the rehearsal fails: nobody else would notice. */
class RehearsalIT {
  @TempDir Path folder;

  @Test
  void the_rehearsal_runs_to_its_end_on_the_class_path_of_the_archive() throws Exception {
    Path log = folder.resolve("log");

    Process rehearsal =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "@" + Path.of("target", "launcher", "archive.options").toAbsolutePath(),
                    "org.apache.spark.deploy.SparkSubmit",
                    "--master",
                    "local[1]",
                    "--class",
                    "io.firn.run.Rehearsal",
                    jarOfCommon().toString(),
                    folder.resolve("work").toString()))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();

    assertThat(rehearsal.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(rehearsal.exitValue()).as(Files.readString(log)).isZero();
    assertThat(folder.resolve("work/warehouse")).isNotEmptyDirectory();
  }

  private static Path jarOfCommon() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("..", "common", "target"))) {
      return files
          .filter(
              file ->
                  file.getFileName()
                      .toString()
                      .matches("common-.+(?<!-tests|-sources|-javadoc)\\.jar"))
          .findFirst()
          .orElseThrow()
          .toAbsolutePath();
    }
  }
}
