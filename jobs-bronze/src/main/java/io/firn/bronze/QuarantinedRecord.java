package io.firn.bronze;

import io.firn.model.UnitName;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A refused record without its bytes.
 *
 * @param era how often the topic had been created anew when the record came: after that, another
 *     record may have its place
 * @param tenant as the pipeline's pattern names it today
 * @param kafkaTime the record's own timestamp
 * @param resolution empty while the record waits for a decision
 */
public record QuarantinedRecord(
    UnitName unit,
    RecordPlace place,
    int era,
    Optional<String> tenant,
    Instant kafkaTime,
    Refused refused,
    Optional<Resolution> resolution) {
  /** Unit, then place. */
  static final Comparator<QuarantinedRecord> ORDER =
      Comparator.comparing(QuarantinedRecord::unit)
          .thenComparing(QuarantinedRecord::place)
          .thenComparingInt(QuarantinedRecord::era);

  /**
   * Why it was refused; the last refusal when it was tried again.
   *
   * @param reason a constant of {@code EnvelopeRefusal.Reason}, or what an earlier version wrote
   * @param runKey the run that met it first
   * @param firstSeen when that run started
   */
  public record Refused(String reason, String detail, String runKey, Instant firstSeen) {}

  /**
   * What became of it.
   *
   * @param reason what the person gave who discarded it; empty otherwise
   * @param by the user of the operating system
   */
  public record Resolution(Action action, String reason, String by, String runKey, Instant at) {}

  /** What may happen to a refused record. */
  public enum Action {
    /** Bronze holds it. */
    RETRIED,
    /** Tried again: its event stands in bronze already, from another record. */
    DUPLICATE,
    /** Tried again: it says nothing, as tombstones do. */
    EMPTY,
    /** Tried again and refused for another reason; it waits on. */
    REFUSED,
    /** A person decided that it is not needed. */
    DISCARDED
  }

  QuarantinedRecord with(Refused last, Optional<Resolution> found) {
    return new QuarantinedRecord(unit, place, era, tenant, kafkaTime, last, found);
  }

  QuarantineKey key() {
    return new QuarantineKey(unit, place, era);
  }
}
