package io.firn.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures peers whose work is a child process, from its start to its end.
 *
 * <p>CPU time is what Linux itself charges to a parent when it collects an ended child: {@code
 * cutime + cstime} of {@code /proc/self/stat}, before and after. Nothing is missed, neither the
 * JVM's start nor its end nor the launcher's own little processes; a reading from inside the child
 * would miss both ends, and one from outside while it runs would miss the last moments. It counts
 * in hundredths of a second. It holds as long as no other child of this process ends meanwhile, so
 * one turn runs at a time; the broker, a child too, lives on beyond all turns.
 *
 * <p>Memory is the child's largest resident set, {@code VmHWM}, as last seen before its end.
 */
public final class ChildProcesses implements Meter {
  private static final String THIS = "self";
  private static final long LOOK_MILLIS = 100;

  private long peakBytes;

  @Override
  public Measurement measure(Peer peer) {
    peakBytes = 0;
    double cpu = ProcessTimes.of(THIS).endedChildren();
    long start = System.nanoTime();
    peer.run();
    long wall = System.nanoTime() - start;
    cpu = ProcessTimes.of(THIS).endedChildren() - cpu;
    return new Measurement(peer.name(), wall / 1e9, cpu, peakBytes, peer.check());
  }

  /**
   * Runs a command to its end.
   *
   * @param log takes what it prints
   * @throws IllegalStateException when it does not end with 0
   */
  public void run(List<String> command, Path directory, Path log) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(directory.toFile()).redirectErrorStream(true);
    builder.redirectOutput(Redirect.to(log.toFile()));
    try {
      Process child = builder.start();
      try {
        child.getOutputStream().close();
        while (!child.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          peakBytes = Math.max(peakBytes, ResidentPeak.of(String.valueOf(child.pid())));
        }
      } finally {
        child.destroy();
      }
      if (child.exitValue() != 0) {
        throw new IllegalStateException(
            "%s ended with %d, expected 0. It said:%n%s"
                .formatted(command, child.exitValue(), Files.readString(log)));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot run " + command, failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + command, interrupted);
    }
  }
}
