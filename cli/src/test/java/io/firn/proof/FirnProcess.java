package io.firn.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code firn run}, or another verb, as a user starts it, on what this build has packaged. The
 * launcher gives its process to Java, so that this process is the JVM.
 */
final class FirnProcess {
  /** What a process ended by SIGKILL gives. */
  private static final int KILLED = 128 + 9;

  private static final Path FIRN = Path.of("..", "firn").toAbsolutePath().normalize();
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Instant startedAt = Instant.now();
  private final long started = System.nanoTime();
  private final Process process;
  private final Path log;

  private FirnProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts it; {@code javaOptions} without spaces in them. */
  static FirnProcess run(Path pipeline, String... javaOptions) {
    return of(pipeline, List.of("run"), javaOptions);
  }

  /** The same for a verb with its options. */
  static FirnProcess of(Path pipeline, List<String> words, String... javaOptions) {
    List<String> line = new ArrayList<>(List.of(FIRN.toString()));
    line.addAll(words);
    line.addAll(List.of("-p", pipeline.toString()));
    return start(line, pipeline, javaOptions);
  }

  /** {@code firn run} under a kernel that lets none of its files grow beyond a size. */
  static FirnProcess runLimited(Path pipeline, int kilobytes) {
    // The shell gives its process to the launcher.
    String limited = "ulimit -f " + kilobytes + " && exec \"$@\"";
    return start(
        List.of(
            "bash", "-c", limited, "limited", FIRN.toString(), "run", "-p", pipeline.toString()),
        pipeline);
  }

  private static FirnProcess start(List<String> line, Path pipeline, String... javaOptions) {
    Path log = pipeline.resolveSibling("firn.log");
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    // Never builds: it would write into the build that runs this test.
    builder.environment().put("FIRN_BUILD", "never");
    builder.environment().put("FIRN_JAVA_OPTS", String.join(" ", javaOptions));
    try {
      return new FirnProcess(builder.start(), log);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  Instant startedAt() {
    return startedAt;
  }

  /** Since the process was asked for. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /** Lets it run to its end, at the longest for {@code time}; tells whether it came to its end. */
  boolean endsWithin(Duration time) throws InterruptedException {
    return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** {@code kill -9}; false when the process was faster and had ended by itself, well. */
  boolean kill() throws InterruptedException {
    process.destroyForcibly();
    int exit = exitCode();
    if (exit != 0 && exit != KILLED) {
      throw new AssertionError("ended with " + exit + " before it was killed:\n" + said());
    }
    return exit == KILLED;
  }

  int exitCode() throws InterruptedException {
    if (!endsWithin(LIMIT)) {
      process.destroyForcibly();
      throw new AssertionError("not ended after " + LIMIT + ":\n" + said());
    }
    return process.exitValue();
  }

  /** All that it and those before it on this pipeline told. */
  String said() {
    try {
      return Files.readString(log);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
