package io.firn.change;

import static io.firn.change.Decoding.decode;
import static io.firn.change.Decoding.natural;
import static io.firn.change.Decoding.quoted;
import static io.firn.change.Decoding.tryDecode;
import static io.firn.change.Decoding.undeclared;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.change.SourceType.Semantic;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** The same for dates, timestamps and times of day. */
class MomentDecodingLawsTest {
  private static final LocalDateTime FIRST = LocalDateTime.of(1, 1, 1, 0, 0);
  private static final LocalDateTime LAST = LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000);

  @Property
  void dates(@ForAll("dates") LocalDate date) throws DoesNotFit {
    int days = (int) date.toEpochDay();

    assertThat(natural(Semantic.DATE, Integer.toString(days))).isEqualTo(days);
    assertThat(natural(Semantic.ISO_DATE, quoted(date + "Z"))).isEqualTo(days);
    assertThat(decode(undeclared(), Types.DateType.get(), quoted(date.toString()))).isEqualTo(days);
  }

  @Property
  void timestamps(@ForAll("moments") LocalDateTime moment) throws DoesNotFit {
    long micros = micros(moment);
    OffsetDateTime utc = moment.atOffset(ZoneOffset.UTC);

    assertThat(natural(Semantic.TIMESTAMP_MICROS, Long.toString(micros))).isEqualTo(micros);
    assertThat(natural(Semantic.ISO_TIMESTAMP, quoted(utc.toString()))).isEqualTo(micros);
    assertThat(natural(Semantic.ZONED_TIMESTAMP, quoted(utc.toString()))).isEqualTo(micros);
    assertThat(decode(Semantic.TIMESTAMP_MICROS, Types.StringType.get(), Long.toString(micros)))
        .hasToString(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(moment));
    long millis = Math.floorDiv(micros, 1_000);
    assertThat(natural(Semantic.TIMESTAMP_MILLIS, Long.toString(millis))).isEqualTo(millis * 1_000);
  }

  @Property
  void nanosecondTimestampsThatAreWholeMicroseconds(
      @ForAll @LongRange(min = -9_000_000_000_000_000L, max = 9_000_000_000_000_000L) long micros)
      throws DoesNotFit {
    Type timestamp = Types.TimestampType.withoutZone();
    long nanos = micros * 1_000;

    assertThat(natural(Semantic.TIMESTAMP_NANOS, Long.toString(nanos))).isEqualTo(micros);
    assertThat(tryDecode(Semantic.TIMESTAMP_NANOS, timestamp, Long.toString(nanos + 1))).isEmpty();
  }

  @Property
  void aMomentIsTheSameAtEveryOffset(
      @ForAll("moments") LocalDateTime moment,
      @ForAll @IntRange(min = -18 * 60, max = 18 * 60) int minutes) {
    OffsetDateTime there =
        moment
            .atOffset(ZoneOffset.UTC)
            .withOffsetSameInstant(ZoneOffset.ofTotalSeconds(minutes * 60));

    Optional<Object> read =
        tryDecode(undeclared(), Types.TimestampType.withZone(), quoted(there.toString()));

    assertThat(read).contains(micros(moment));
  }

  @Property
  void timesOfDay(@ForAll @LongRange(max = 86_399_999_999_999L) long nanos) throws DoesNotFit {
    LocalTime time = LocalTime.ofNanoOfDay(nanos);

    assertThat(LocalTime.parse(natural(Semantic.TIME_NANOS, Long.toString(nanos)).toString()))
        .isEqualTo(time);
    assertThat(LocalTime.parse(natural(Semantic.TIME_MICROS, nanos / 1_000 + "").toString()))
        .isEqualTo(time.truncatedTo(ChronoUnit.MICROS));
    assertThat(LocalTime.parse(natural(Semantic.TIME_MILLIS, nanos / 1_000_000 + "").toString()))
        .isEqualTo(time.truncatedTo(ChronoUnit.MILLIS));
  }

  @Provide
  Arbitrary<LocalDate> dates() {
    return Arbitraries.longs()
        .between(FIRST.toLocalDate().toEpochDay(), LAST.toLocalDate().toEpochDay())
        .map(LocalDate::ofEpochDay);
  }

  @Provide
  Arbitrary<LocalDateTime> moments() {
    return Arbitraries.longs()
        .between(micros(FIRST), micros(LAST))
        .map(m -> LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC).plus(m, ChronoUnit.MICROS));
  }

  private static long micros(LocalDateTime moment) {
    return ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), moment);
  }
}
