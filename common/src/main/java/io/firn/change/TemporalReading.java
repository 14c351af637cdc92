package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.change.SourceType.Physical;
import io.firn.change.SourceType.Semantic;
import io.firn.change.SourceType.Undeclared;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Values of {@code date}, {@code timestamp} and {@code timestamptz} columns. */
final class TemporalReading {
  private static final Reading NO_MOMENT =
      Reading.none("the source does not say how its values are dates or timestamps");
  private static final Map<SourceType, EpochTime> EPOCH =
      Map.of(
          Semantic.TIMESTAMP_MILLIS, EpochTime.MILLIS,
          Semantic.TIMESTAMP_MICROS, EpochTime.MICROS,
          Semantic.TIMESTAMP_NANOS, EpochTime.NANOS);
  private static final Set<SourceType> ISO =
      Set.of(Semantic.ISO_DATE, Semantic.ISO_TIMESTAMP, Semantic.ZONED_TIMESTAMP, Physical.STRING);

  private TemporalReading() {}

  /** The unit of a source that counts from the epoch to a moment. */
  static Optional<EpochTime> epoch(SourceType source) {
    return Optional.ofNullable(EPOCH.get(source));
  }

  static Reading ofDate(SourceType source) {
    if (source instanceof Undeclared) {
      return value -> value.isNumber() ? days(value) : isoDate(value);
    }
    if (source == Semantic.DATE) {
      return TemporalReading::days;
    }
    return epoch(source)
        .<Reading>map(unit -> value -> EpochTime.midnight(micros(unit, value)))
        .orElse(ISO.contains(source) ? TemporalReading::isoDate : NO_MOMENT);
  }

  static Reading ofTimestamp(SourceType source) {
    if (source instanceof Undeclared) {
      return value -> value.isNumber() ? defaultMicros(value) : isoLocal(value);
    }
    if (source == Semantic.DATE) {
      return value -> days(value) * EpochTime.MICROS_PER_DAY;
    }
    return epoch(source)
        .<Reading>map(unit -> value -> micros(unit, value))
        .orElse(ISO.contains(source) ? TemporalReading::isoLocal : NO_MOMENT);
  }

  /** Counts since the epoch are taken as UTC, the only zone they can mean. */
  static Reading ofTimestampTz(SourceType source) {
    if (source instanceof Undeclared) {
      return value -> value.isNumber() ? defaultMicros(value) : isoInstant(value);
    }
    return epoch(source)
        .<Reading>map(unit -> value -> micros(unit, value))
        .orElse(ISO.contains(source) ? TemporalReading::isoInstant : NO_MOMENT);
  }

  static int days(JsonNode value) throws DoesNotFit {
    return EpochTime.day(JsonNumber.whole(value));
  }

  /** Microseconds: what Debezium's PostgreSQL connector writes unless it is told otherwise. */
  private static long defaultMicros(JsonNode value) throws DoesNotFit {
    return micros(EpochTime.MICROS, value);
  }

  private static long micros(EpochTime unit, JsonNode value) throws DoesNotFit {
    return unit.toMicros(JsonNumber.whole(value));
  }

  private static int isoDate(JsonNode value) throws DoesNotFit {
    return EpochTime.midnight(isoLocal(value));
  }

  /** The wall clock of the text; an offset other than UTC would be lost. */
  private static long isoLocal(JsonNode value) throws DoesNotFit {
    IsoText iso = IsoText.parse(value);
    if (!iso.isUtcOrLocal()) {
      throw new DoesNotFit("the text has an offset, the column has none");
    }
    return EpochTime.micros(iso.dateTime());
  }

  private static long isoInstant(JsonNode value) throws DoesNotFit {
    IsoText iso = IsoText.parse(value);
    if (!iso.hasTime() || iso.offset().isEmpty()) {
      throw new DoesNotFit("the text names no moment: it has no time or no offset");
    }
    OffsetDateTime moment = iso.dateTime().atOffset(iso.offset().get());
    LocalDateTime utc = moment.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
    return EpochTime.micros(utc);
  }
}
