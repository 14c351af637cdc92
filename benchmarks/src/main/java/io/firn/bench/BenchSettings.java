package io.firn.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a user may choose.
 *
 * @param workload which of a benchmark's workloads; each benchmark has its own default
 * @param peers who takes part; empty for those that usually do
 * @param events events to make for each round; each workload has its own default
 * @param tables how many topics and tables; each workload has its own default
 * @param rounds rounds that count; one to warm up comes before them
 * @param folder where everything is written, below a folder of its own
 * @param keep leaves that folder behind
 * @param headers whether records carry Debezium's headers
 */
public record BenchSettings(
    Optional<String> workload,
    List<String> peers,
    OptionalLong events,
    OptionalInt tables,
    int rounds,
    Path folder,
    boolean keep,
    boolean headers) {
  public BenchSettings {
    peers = List.copyOf(peers);
    if (rounds < 1) {
      throw new IllegalArgumentException(rounds + " rounds: expected at least 1");
    }
    if (events.isPresent() && events.getAsLong() < 1) {
      throw new IllegalArgumentException(events.getAsLong() + " events: expected at least 1");
    }
    if (tables.isPresent() && tables.getAsInt() < 1) {
      throw new IllegalArgumentException(tables.getAsInt() + " tables: expected at least 1");
    }
  }
}
