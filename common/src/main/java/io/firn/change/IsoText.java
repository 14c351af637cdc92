package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Optional;

/**
 * Dates and timestamps in ISO 8601, with the offset or {@code Z} that Debezium puts behind them.
 *
 * @param dateTime as written; midnight behind a lone date
 * @param hasTime whether a time of day is written
 * @param offset as written
 */
record IsoText(LocalDateTime dateTime, boolean hasTime, Optional<ZoneOffset> offset) {
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalEnd()
          .optionalStart()
          .appendLiteral(' ')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HH:mm:ss", "Z")
          .optionalEnd()
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT);

  static IsoText parse(JsonNode value) throws DoesNotFit {
    if (!value.isTextual()) {
      throw new DoesNotFit("expected an ISO 8601 text, found " + JsonNumber.kind(value));
    }
    String text = value.textValue();
    TemporalAccessor parsed;
    try {
      parsed = FORMAT.parse(text);
    } catch (DateTimeException notIso) {
      boolean infinite = text.equals("infinity") || text.equals("-infinity");
      throw new DoesNotFit(infinite ? "infinity is no date" : "the text is no ISO 8601 date");
    }
    LocalTime time = parsed.query(TemporalQueries.localTime());
    LocalDate date = parsed.query(TemporalQueries.localDate());
    return new IsoText(
        date.atTime(time == null ? LocalTime.MIDNIGHT : time),
        time != null,
        Optional.ofNullable(parsed.query(TemporalQueries.offset())));
  }

  /** Whether the text says the same with and without its offset. */
  boolean isUtcOrLocal() {
    return offset.map(ZoneOffset.UTC::equals).orElse(true);
  }
}
