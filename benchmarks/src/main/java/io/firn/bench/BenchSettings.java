package io.firn.bench;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What a user may choose.
 *
 * @param events events to make; each benchmark has its own default
 * @param rounds rounds that count; one to warm up comes before them
 * @param folder where everything is written, below a folder of its own
 * @param keep leaves that folder behind
 * @param headers whether records carry Debezium's headers
 */
public record BenchSettings(
    OptionalLong events, int rounds, Path folder, boolean keep, boolean headers) {
  public BenchSettings {
    if (rounds < 1) {
      throw new IllegalArgumentException(rounds + " rounds: expected at least 1");
    }
    if (events.isPresent() && events.getAsLong() < 1) {
      throw new IllegalArgumentException(events.getAsLong() + " events: expected at least 1");
    }
  }
}
