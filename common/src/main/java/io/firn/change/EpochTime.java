package io.firn.change;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Counts of days and of second fractions since 1970-01-01, checked.
 *
 * <p>The range is that of SQL: years 1 to 9999, all that Spark, Trino and StarRocks agree on.
 * PostgreSQL's infinities lie outside it, whatever number Debezium makes of them.
 */
enum EpochTime {
  MILLIS(1_000L),
  MICROS(1_000_000L),
  NANOS(1_000_000_000L);

  static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
  private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final long perSecond;

  EpochTime(long perSecond) {
    this.perSecond = perSecond;
  }

  static int day(long days) throws DoesNotFit {
    if (days < FIRST_DAY || days > LAST_DAY) {
      throw new DoesNotFit("the date is outside the years 1 to 9999");
    }
    return (int) days;
  }

  /** Microseconds of a moment that falls in the range and on a whole microsecond. */
  static long micros(LocalDateTime moment) throws DoesNotFit {
    day(moment.toLocalDate().toEpochDay());
    if (moment.getNano() % 1_000 != 0) {
      throw new DoesNotFit("the timestamp is finer than a microsecond");
    }
    return moment.toEpochSecond(ZoneOffset.UTC) * MICROS.perSecond + moment.getNano() / 1_000;
  }

  /** The days of a timestamp that is a midnight. */
  static int midnight(long micros) throws DoesNotFit {
    if (Math.floorMod(micros, MICROS_PER_DAY) != 0) {
      throw new DoesNotFit("the timestamp is no midnight");
    }
    return day(Math.floorDiv(micros, MICROS_PER_DAY));
  }

  long toMicros(long count) throws DoesNotFit {
    return micros(toDateTime(count));
  }

  LocalDateTime toDateTime(long count) throws DoesNotFit {
    long seconds = Math.floorDiv(count, perSecond);
    day(Math.floorDiv(seconds, 86_400L));
    long nanos = Math.floorMod(count, perSecond) * (NANOS_PER_SECOND / perSecond);
    return LocalDateTime.ofEpochSecond(seconds, (int) nanos, ZoneOffset.UTC);
  }

  /**
   * A time of day as text: {@code HH:mm:ss}, with a fraction where there is one.
   *
   * <p>MySQL's {@code TIME} is a duration of up to 838 hours of either sign and comes out as MySQL
   * writes it.
   */
  String toTimeText(long count) {
    long fraction = Math.abs(count % perSecond);
    long seconds = Math.abs(count / perSecond);
    StringBuilder text = new StringBuilder(18);
    if (count < 0) {
      text.append('-');
    }
    twoDigits(text, seconds / 3_600).append(':');
    twoDigits(text, seconds / 60 % 60).append(':');
    twoDigits(text, seconds % 60);
    if (fraction != 0) {
      text.append('.').append(Long.toString(perSecond + fraction), 1, digits() + 1);
      while (text.charAt(text.length() - 1) == '0') {
        text.setLength(text.length() - 1);
      }
    }
    return text.toString();
  }

  private int digits() {
    return Long.toString(perSecond).length() - 1;
  }

  private static StringBuilder twoDigits(StringBuilder text, long number) {
    return number < 10 ? text.append('0').append(number) : text.append(number);
  }
}
