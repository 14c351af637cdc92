package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the launcher builds: with a Maven and a Java that only leave traces. */
class LauncherBuildIT {
  private static final String MVN =
      """
      #!/usr/bin/env bash
      echo built >> "$TRACES/builds"
      echo "[INFO] Building Firn common 1.0 [1/2]"
      if [[ -e $TRACES/broken ]]; then
        echo "[ERROR] does not compile"
        exit 1
      fi
      sleep 0.3
      mkdir -p cli/target/launcher
      cd cli/target/launcher
      touch quick.options engine.options long.options short.options archive.options
      { date -u +%Y-%m-%dT%H:%M:%SZ; dirname "$(dirname "$PWD")"; } > built
      """;
  private static final String JAVA =
      """
      #!/usr/bin/env bash
      for word in "$@"; do
        if [[ $word == -XX:ArchiveClassesAtExit=* ]]; then
          echo tried >> "$TRACES/archives"
          [[ ! -e $TRACES/no-archive ]] || exit 1
          touch "${word#*=}"
        fi
      done
      echo "java $*"
      """;

  @TempDir Path folder;
  Path home;
  Path traces;

  @BeforeEach
  void install() throws IOException {
    home = Files.createDirectories(folder.resolve("home of firn"));
    traces = Files.createDirectories(folder.resolve("traces"));
    Files.copy(Path.of("..", "firn"), home.resolve("firn"));
    Files.createDirectories(home.resolve("cli/src/main/java"));
    Files.writeString(home.resolve("cli/src/main/java/A.java"), "class A {}");
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    Files.writeString(home.resolve("cli/pom.xml"), "<project/>");
    try (Stream<Path> sources = Files.walk(home)) {
      for (Path source : sources.toList()) {
        changedHoursAgo(source, 1);
      }
    }
    program("bin/mvn", MVN);
    program("jdk/bin/java", JAVA);
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"17.0.9\"\n");
  }

  @Test
  void the_first_use_builds_and_the_second_does_not() throws Exception {
    Launched first = launch("--help");
    Launched second = launch("--help");

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.err()).contains("first use, takes some minutes");
    assertThat(first.out()).contains("io.firn.cli.Main --help").doesNotContain("Building");
    assertThat(second.err()).isEmpty();
    assertThat(traces("builds")).isEqualTo(1);
  }

  @Test
  void a_changed_source_builds_again() throws Exception {
    launch("--help");
    changedHoursAgo(home.resolve("cli/src/main/java/A.java"), -1);

    Launched again = launch("--help");

    assertThat(again.err()).contains("sources changed");
    assertThat(traces("builds")).isEqualTo(2);
  }

  @Test
  void a_failed_build_ends_with_1_shows_the_end_of_its_log_and_starts_nothing() throws Exception {
    Files.createFile(traces.resolve("broken"));

    Launched failed = launch("--help");

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err()).contains("does not compile").contains("build.log");
  }

  @Test
  void two_first_uses_at_once_build_once() throws Exception {
    Process one = start("--help");
    Process two = start("--help");

    assertThat(ended(one).exitCode()).isZero();
    assertThat(ended(two).exitCode()).isZero();
    assertThat(traces("builds")).isEqualTo(1);
  }

  @Test
  void without_permission_to_build_it_says_so() throws Exception {
    Launched refused = ended(start(Map.of("FIRN_BUILD", "never"), "--help"));

    assertThat(refused.exitCode()).isEqualTo(20);
    assertThat(refused.err()).contains("not built").contains("FIRN_BUILD=never");
    assertThat(traces("builds")).isZero();
  }

  @Test
  void verbs_that_open_tables_start_from_the_class_archive_wherever_the_verb_stands()
      throws Exception {
    assertThat(launch("--output", "json", "run").out())
        .contains("@" + home + "/cli/target/launcher/engine.options")
        .contains("-XX:SharedArchiveFile=" + home + "/cli/target/launcher/spark-17.0.9.jsa");
    assertThat(launch("status").out()).contains("/short.options");
    assertThat(launch("validate").out()).contains("/quick.options");
    assertThat(traces("archives")).isEqualTo(1);
  }

  @Test
  void an_archive_that_cannot_be_made_is_not_tried_again() throws Exception {
    Files.createFile(traces.resolve("no-archive"));

    Launched first = launch("run");
    Launched second = launch("run");

    assertThat(first.exitCode()).isZero();
    assertThat(first.err()).contains("going without");
    assertThat(second.err()).isEmpty();
    assertThat(traces("archives")).isEqualTo(1);
  }

  @Test
  void options_for_the_jvm_pass_through_one_by_one() throws Exception {
    Launched call = ended(start(Map.of("FIRN_JAVA_OPTS", "-Xmx8g -Da=b"), "run", "a b"));

    assertThat(call.out()).contains(" -Xmx8g -Da=b io.firn.cli.Main run a b");
  }

  private static void changedHoursAgo(Path file, int hours) throws IOException {
    Instant then = Clock.systemUTC().instant().minus(Duration.ofHours(hours));
    Files.setLastModifiedTime(file, FileTime.from(then));
  }

  private void program(String name, String text) throws IOException {
    Path program = folder.resolve(name);
    Files.createDirectories(program.getParent());
    Files.writeString(program, text);
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private int traces(String name) throws IOException {
    Path file = traces.resolve(name);
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }

  private Launched launch(String... arguments) throws Exception {
    return ended(start(arguments));
  }

  private Process start(String... arguments) throws IOException {
    return start(Map.of(), arguments);
  }

  private Process start(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(home.resolve("firn").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    Map<String, String> variables = builder.environment();
    variables.put("PATH", folder.resolve("bin") + ":" + variables.get("PATH"));
    variables.put("JAVA_HOME", folder.resolve("jdk").toString());
    variables.put("TRACES", traces.toString());
    variables.put("FIRN_BUILD", "auto");
    variables.remove("FIRN_JAVA_OPTS");
    variables.putAll(environment);
    return builder.start();
  }

  /** What is printed here is less than a pipe holds: reading one stream after the other is safe. */
  private static Launched ended(Process process) throws IOException, InterruptedException {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Launched(process.exitValue(), out, err);
  }

  private record Launched(int exitCode, String out, String err) {}
}
