package io.firn.bench.measure;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/**
 * Measures peers that work in this process: its CPU time, and the peak of its heap.
 *
 * <p>The peak is the sum of the peaks of the heap's pools, garbage included: how much the work
 * would use if it may, an upper bound for what it needs.
 */
public final class OwnProcessMeter implements Meter {
  private final OperatingSystemMXBean process =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final List<MemoryPoolMXBean> heap =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .toList();

  @Override
  public Measurement measure(Peer peer) {
    // The garbage of one peer must not be collected on the next one's account.
    System.gc();
    heap.forEach(MemoryPoolMXBean::resetPeakUsage);
    long cpu = process.getProcessCpuTime();
    long start = System.nanoTime();
    peer.run();
    long wall = System.nanoTime() - start;
    cpu = process.getProcessCpuTime() - cpu;
    long peak = heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    return new Measurement(peer.name(), wall / 1e9, cpu / 1e9, peak, peer.check());
  }
}
