package io.firn.bench.measure;

/**
 * Measures each peer where it works: in this process, or in the one that it names. A process that
 * stays is warmed up by its first round as this one is.
 *
 * <p>Memory of another process is its largest resident set since it began, {@code VmHWM}.
 */
public final class WorkerMeter implements Meter {
  private final Meter here = new OwnProcessMeter();

  @Override
  public Measurement measure(Peer peer) {
    return peer instanceof ServerPeer server ? there(server) : here.measure(peer);
  }

  private static Measurement there(ServerPeer peer) {
    String pid = String.valueOf(peer.pid());
    double cpu = ProcessTimes.of(pid).own();
    long start = System.nanoTime();
    peer.run();
    long wall = System.nanoTime() - start;
    cpu = ProcessTimes.of(pid).own() - cpu;
    return new Measurement(peer.name(), wall / 1e9, cpu, ResidentPeak.of(pid), peer.check());
  }
}
