package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher as a user calls it, on what this build has just packaged. */
class LauncherIT {
  private static final Path FIRN = Path.of("..", "firn").toAbsolutePath().normalize();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void help_answers_quickly() throws Exception {
    launch(Map.of(), "--help");
    long began = System.nanoTime();
    Launched help = launch(Map.of(), "--help");
    Duration took = Duration.ofNanos(System.nanoTime() - began);

    System.out.println("firn --help took " + took.toMillis() + " ms");
    assertThat(help.exitCode()).as(help.err()).isZero();
    assertThat(help.out()).contains("Usage: firn");
    assertThat(took).isLessThan(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "run --help", "validate", "compile", "completion"})
  void verbs_without_tables_load_no_class_of_spark_iceberg_or_kafka(String words) throws Exception {
    initialise();
    Path classes = folder.resolve("classes.log");

    Launched call =
        launch(Map.of("FIRN_JAVA_OPTS", "-Xlog:class+load:file=" + classes), words.split(" "));

    assertThat(call.exitCode()).as(call.err()).isZero();
    try (Stream<String> loaded = Files.lines(classes)) {
      assertThat(loaded)
          .isNotEmpty()
          .noneMatch(line -> line.contains(" org.apache.") || line.contains(" scala."));
    }
  }

  @Test
  void a_link_to_the_launcher_works_from_anywhere() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("f"), FIRN);

    Launched version = run(List.of(link.toString(), "--version"), Map.of());

    assertThat(version.exitCode()).as(version.err()).isZero();
    assertThat(version.out()).startsWith("firn ");
  }

  @Test
  void json_on_standard_output_stays_clean_when_a_verb_opens_tables() throws Exception {
    initialise();

    Launched status = launch(Map.of(), "status", "--output", "json");

    assertThat(status.exitCode()).as(status.err()).isZero();
    assertThat(new ObjectMapper().readTree(status.out()).at("/units")).hasSize(3);
    assertThat(status.err()).isEmpty();
  }

  @Test
  void the_exit_code_passes_through() throws Exception {
    assertThat(launch(Map.of(), "validate", "-p", "absent.conf").exitCode()).isEqualTo(20);
  }

  @Test
  void a_java_home_without_java_is_named() throws Exception {
    Launched call = launch(Map.of("JAVA_HOME", folder.toString()), "--version");

    assertThat(call.exitCode()).isEqualTo(20);
    assertThat(call.err()).contains("JAVA_HOME is " + folder);
  }

  @Test
  void a_java_that_is_too_old_is_named_with_its_version() throws Exception {
    Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nexit 9\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"11.0.2\"\n");

    Launched call = launch(Map.of("JAVA_HOME", folder.resolve("jdk").toString()), "--version");

    assertThat(call.exitCode()).isEqualTo(20);
    assertThat(call.err()).contains("Java 11.0.2").contains("17 or newer");
  }

  private void initialise() throws Exception {
    Launched init = launch(Map.of(), "init", "--name", "shop");
    assertThat(init.exitCode()).as(init.err()).isZero();
  }

  private Launched launch(Map<String, String> environment, String... arguments) throws Exception {
    return run(
        Stream.concat(Stream.of(FIRN.toString()), Stream.of(arguments)).toList(), environment);
  }

  /** Never builds: it would write into the build that runs this test. */
  private Launched run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("FIRN_BUILD", "never");
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as("ended in time").isTrue();
    return new Launched(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private record Launched(int exitCode, String out, String err) {}
}
