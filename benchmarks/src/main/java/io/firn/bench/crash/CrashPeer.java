package io.firn.bench.crash;

import io.firn.bench.measure.Peer;
import io.firn.bench.measure.Work;
import io.firn.config.Pipeline;
import io.firn.run.PipelineFiles;
import io.firn.run.PipelineRun;
import io.firn.run.RunListener;
import io.firn.run.Selection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs that are killed at random times, new events before each, until so many were killed. */
final class CrashPeer implements Peer {
  static final String NAME = "killed runs";

  private static final int EVENTS = 30;

  /** What SIGKILL gives. */
  private static final int KILLED = 128 + 9;

  /** Beyond the measured time: a run that is later than the first one is still alive then. */
  private static final double LONGEST = 1.1;

  private final Path launcher;
  private final Path file;
  private final Pipeline pipeline;
  private final CrashEvents events;
  private final int times;
  private final Random random;
  private final Consumer<String> told;
  private Kills kills = Kills.NONE;

  CrashPeer(
      Path launcher, Path file, CrashEvents events, int times, long seed, Consumer<String> told) {
    this.launcher = launcher;
    this.file = file;
    this.pipeline = PipelineFiles.read(file, name -> null);
    this.events = events;
    this.times = times;
    this.random = new Random(seed);
    this.told = told;
  }

  Kills kills() {
    return kills;
  }

  Pipeline pipeline() {
    return pipeline;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void prepare(int round) {
    events.send(EVENTS);
  }

  @Override
  public void run() {
    long begun = System.nanoTime();
    toTheEnd("whole");
    Duration whole = Duration.ofNanos(System.nanoTime() - begun);
    for (int run = 1; kills.kills() < times; run++) {
      events.send(EVENTS);
      kill("run-" + run, share(whole, random.nextDouble() * LONGEST));
    }
    toTheEnd("last");
  }

  private static Duration share(Duration whole, double share) {
    return Duration.ofNanos((long) (whole.toNanos() * share));
  }

  private void toTheEnd(String key) {
    Process run = start("run", "--run-key", key);
    require(key, exit(run, Duration.ofMinutes(5)), 0);
  }

  private void kill(String key, Duration delay) {
    Process run = start("run", "--run-key", key);
    boolean ended = endsWithin(run, delay);
    run.destroyForcibly();
    int exit = exit(run, Duration.ofMinutes(1));
    require(key, exit, ended ? 0 : KILLED);
    if (ended) {
      kills = kills.withEnded();
      return;
    }
    int committed = committed(key);
    kills = kills.with(committed, CrashPipeline.UNITS);
    told.accept(
        "kill %d of %d after %d ms: %d of %d units had committed"
            .formatted(kills.kills(), times, delay.toMillis(), committed, CrashPipeline.UNITS));
  }

  /** Units whose newest commit is this run's. */
  private int committed(String key) {
    try (PipelineRun run =
        new PipelineRun(pipeline, List.of(), Clock.systemUTC(), RunListener.SILENT)) {
      return (int)
          run.status(Selection.of(pipeline, List.of())).stream()
              .filter(status -> status.runKey().filter(key::equals).isPresent())
              .count();
    }
  }

  /** The recount of every table, in a process of its own. */
  boolean verifies() {
    return exit(start("verify"), Duration.ofMinutes(5)) == 0;
  }

  private Process start(String verb, String... options) {
    List<String> command =
        new ArrayList<>(List.of(launcher.toString(), verb, "--pipeline", file.toString()));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(Redirect.appendTo(log().toFile()));
    // A launcher that finds newer sources builds them: not now.
    builder.environment().put("FIRN_BUILD", "never");
    try {
      return builder.start();
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot run " + command, failed);
    }
  }

  private Path log() {
    return file.resolveSibling("firn.log");
  }

  private static boolean endsWithin(Process run, Duration time) {
    try {
      return run.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      run.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private int exit(Process run, Duration limit) {
    if (!endsWithin(run, limit)) {
      run.destroyForcibly();
      throw new IllegalStateException("a run has not ended after " + limit + ": see " + log());
    }
    return run.exitValue();
  }

  private void require(String key, int exit, int expected) {
    if (exit != expected) {
      throw new IllegalStateException(
          "run %s ended with %d, expected %d: see %s".formatted(key, exit, expected, log()));
    }
  }

  @Override
  public Work check() {
    return Work.ofRows(LakeRows.of(pipeline).count());
  }
}
