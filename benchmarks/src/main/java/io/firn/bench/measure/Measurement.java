package io.firn.bench.measure;

import java.util.Locale;

/**
 * One turn of one peer.
 *
 * @param cpuSeconds of all threads of the process that did the work, its collector and compiler
 *     included
 * @param peakBytes the most memory it held; see the {@link Meter} for which memory
 */
public record Measurement(
    String peer, double wallSeconds, double cpuSeconds, long peakBytes, Work work) {

  public double rowsPerSecond() {
    return work.rows() / wallSeconds;
  }

  public double cpuSecondsPerMillion() {
    return cpuSeconds * 1e6 / work.rows();
  }

  /** One line for those who wait. */
  public String told(int round) {
    return String.format(
        Locale.ROOT, "round %d, %s: %.2f s wall, %.2f s cpu", round, peer, wallSeconds, cpuSeconds);
  }
}
