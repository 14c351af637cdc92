package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.change.SourceType.ScaledDecimal;
import io.firn.change.SourceType.Semantic;
import io.firn.change.SourceType.VariableScaleDecimal;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Values of {@code string} columns.
 *
 * <p>What the source writes as a bare count or as bytes becomes the text a person would write:
 * decimals in plain digits, dates, times and timestamps in ISO 8601. Everything else is its JSON
 * text, without the quotes where it is a text.
 */
final class TextReading {
  private static final Map<SourceType, EpochTime> TIME_OF_DAY =
      Map.of(
          Semantic.TIME_MILLIS, EpochTime.MILLIS,
          Semantic.TIME_MICROS, EpochTime.MICROS,
          Semantic.TIME_NANOS, EpochTime.NANOS);

  /** PostgreSQL's largest scale; numbers with more zeros than that keep their exponent. */
  private static final int MAX_PLAIN_SCALE = 16_383;

  /** A value as text. */
  @FunctionalInterface
  private interface Text {
    String of(JsonNode value) throws DoesNotFit;
  }

  private TextReading() {}

  static Reading of(SourceType source) {
    Text text = text(source);
    return value -> exact(text.of(value));
  }

  private static Text text(SourceType source) {
    if (source instanceof ScaledDecimal || source instanceof VariableScaleDecimal) {
      ExactNumber number = ExactNumber.of(source).orElseThrow();
      return value -> plain(number.read(value));
    }
    if (TIME_OF_DAY.containsKey(source)) {
      EpochTime unit = TIME_OF_DAY.get(source);
      return value -> unit.toTimeText(JsonNumber.whole(value));
    }
    Optional<EpochTime> epoch = TemporalReading.epoch(source);
    if (epoch.isPresent()) {
      EpochTime unit = epoch.get();
      return value ->
          DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(unit.toDateTime(JsonNumber.whole(value)));
    }
    if (source == Semantic.DATE) {
      return value -> LocalDate.ofEpochDay(TemporalReading.days(value)).toString();
    }
    return source == Semantic.ISO_TIME ? TextReading::withoutZone : TextReading::json;
  }

  private static String json(JsonNode value) {
    return value.isContainerNode() ? EventJson.write(value) : value.asText();
  }

  /** Debezium puts a {@code Z} behind times that have no zone. */
  private static String withoutZone(JsonNode value) {
    String text = json(value);
    return text.endsWith("Z") ? text.substring(0, text.length() - 1) : text;
  }

  private static String plain(BigDecimal number) {
    return Math.abs((long) number.scale()) > MAX_PLAIN_SCALE
        ? number.toString()
        : number.toPlainString();
  }

  /** JSON can escape half a surrogate pair, UTF-8 cannot hold it: it would become a {@code ?}. */
  static UTF8String exact(String text) throws DoesNotFit {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (Character.isSurrogate(unit)) {
        boolean pair = i + 1 < text.length() && Character.isSurrogatePair(unit, text.charAt(i + 1));
        if (!pair) {
          throw new DoesNotFit("the text has half a surrogate pair, which UTF-8 cannot hold");
        }
        i++;
      }
    }
    return UTF8String.fromString(text);
  }
}
