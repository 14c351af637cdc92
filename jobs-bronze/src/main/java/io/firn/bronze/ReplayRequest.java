package io.firn.bronze;

import io.firn.model.UnitName;
import java.time.Instant;
import java.util.Optional;

/**
 * Which offsets of which topics a replay is about.
 *
 * @param unit a bronze unit
 * @param topic this topic alone
 * @param tenant topics of this tenant alone
 */
public record ReplayRequest(
    UnitName unit, Optional<String> topic, Optional<String> tenant, Span span) {

  /** Where in each topic. */
  public sealed interface Span {}

  /** Offsets {@code [from, to)} of one partition. */
  public record Offsets(int partition, long from, long to) implements Span {
    public Offsets {
      if (partition < 0 || from < 0 || to <= from) {
        throw new IllegalArgumentException(
            "offsets " + from + " to " + to + " of partition " + partition + " are no range");
      }
    }
  }

  /** Of every partition the records with a Kafka timestamp in {@code [from, to)}. */
  public record Times(Instant from, Instant to) implements Span {
    public Times {
      if (!from.isBefore(to)) {
        throw new IllegalArgumentException(from + " is not before " + to);
      }
    }
  }
}
