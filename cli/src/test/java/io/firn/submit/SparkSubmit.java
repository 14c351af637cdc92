package io.firn.submit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Runs an application jar with the {@code spark-submit} of {@code sandbox/parts/spark}. */
final class SparkSubmit {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private final Path logs;
  private final Map<String, String> environment;

  SparkSubmit(Path logs) {
    this(logs, Map.of());
  }

  SparkSubmit(Path logs, Map<String, String> environment) {
    this.logs = logs;
    this.environment = environment;
  }

  static Path home() {
    return only(ROOT.resolve("sandbox/parts/spark/target/venv/lib"), "python3")
        .resolve("site-packages/pyspark");
  }

  static Path applicationJar(String layer) {
    Path target = ROOT.resolve("jobs-" + layer).resolve("target");
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-app.jar"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no application jar in " + target));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The exit code of {@code spark-submit}. */
  int run(String layer, Path pipeline, String runKey, Path report)
      throws IOException, InterruptedException {
    String job = layer.substring(0, 1).toUpperCase(Locale.ROOT) + layer.substring(1);
    ProcessBuilder submit =
        new ProcessBuilder(
            List.of(
                home().resolve("bin/spark-submit").toString(),
                "--master",
                "local[2]",
                "--class",
                "io.firn." + layer + "." + job + "Job",
                applicationJar(layer).toString(),
                "--pipeline",
                pipeline.toString(),
                "--run-key",
                runKey,
                "--report",
                report.toString()));
    submit.environment().putAll(environment);
    submit.environment().put("SPARK_HOME", home().toString());
    submit.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Path log = Files.createTempFile(logs, "submit-" + layer, ".log");
    submit.redirectErrorStream(true).redirectOutput(log.toFile());
    int exit = submit.start().waitFor();
    if (exit != 0) {
      System.err.println(Files.readString(log));
    }
    return exit;
  }

  private static Path only(Path folder, String prefix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no " + prefix + "* in " + folder));
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "no Spark distribution: run sandbox/parts/spark/install", failed);
    }
  }
}
