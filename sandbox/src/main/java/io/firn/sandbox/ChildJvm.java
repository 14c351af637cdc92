package io.firn.sandbox;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A part's own JVM, from readiness to its end. It never outlives this one: a shutdown hook ends it
 * when this JVM ends by itself or by a signal, and {@link io.firn.sandbox.host.ParentWatch} in the
 * child ends it when this JVM is killed.
 */
final class ChildJvm implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration GRACE = Duration.ofSeconds(12);

  private final String name;
  private final Process process;
  private final LogFile log;
  private final Thread hook;

  private ChildJvm(String name, Process process, LogFile log) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.hook = new Thread(this::end, "end-" + name);
  }

  /** Starts the JVM and returns when it is ready. */
  static ChildJvm start(JavaCommand command, Readiness readiness) {
    return start(command, readiness, START);
  }

  static ChildJvm start(JavaCommand command, Readiness readiness, Duration timeout) {
    Path logPath = command.dir().resolve(command.name() + ".log");
    LogFile log = LogFile.append(logPath);
    ProcessBuilder builder = command.prepare();
    builder.redirectOutput(Redirect.appendTo(logPath.toFile()));
    ChildJvm child = new ChildJvm(command.name(), launch(command, builder), log);
    try {
      Runtime.getRuntime().addShutdownHook(child.hook);
      child.awaitReady(readiness, timeout);
      return child;
    } catch (RuntimeException e) {
      child.close();
      throw e;
    }
  }

  private static Process launch(JavaCommand command, ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new SandboxException(
          "Cannot start part '%s' by %s".formatted(command.name(), builder.command()), e);
    }
  }

  private void awaitReady(Readiness readiness, Duration timeout) {
    boolean ended = Await.until(timeout, () -> !process.isAlive() || readiness.holds().test(log));
    if (!process.isAlive()) {
      throw failure("its process ended with %d".formatted(process.exitValue()), readiness);
    }
    if (!ended) {
      throw failure("it was not ready after %d s".formatted(timeout.toSeconds()), readiness);
    }
  }

  private SandboxException failure(String found, Readiness readiness) {
    return new SandboxException(
        "Cannot start part '%s': expected %s, but %s. The last lines of %s:%n%s"
            .formatted(name, readiness.description(), found, log.path(), log.tail()));
  }

  LogFile log() {
    return log;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Kills the process as a crash would, without a word to it. */
  void kill() {
    process.destroyForcibly();
    awaitEnd(GRACE);
    removeHook();
  }

  @Override
  public void close() {
    end();
    removeHook();
  }

  private void end() {
    process.destroy();
    if (!awaitEnd(GRACE)) {
      process.destroyForcibly();
      awaitEnd(GRACE);
    }
  }

  /**
   * Waits even if interrupted: a host that is killed instead of being asked cannot stop the
   * database server it started.
   */
  private boolean awaitEnd(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This JVM is ending: the hook is running, and does the same.
    }
  }
}
