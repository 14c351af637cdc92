package io.firn.bronze;

import io.firn.model.TopicPartition;
import java.io.Serializable;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a record lies in Kafka, written {@code acme.shop.orders-0@17}. */
public record RecordPlace(TopicPartition partition, long offset)
    implements Comparable<RecordPlace>, Serializable {
  private static final Pattern TEXT = Pattern.compile("(.+)-(\\d{1,9})@(\\d{1,18})");
  private static final Comparator<RecordPlace> ORDER =
      Comparator.comparing(RecordPlace::partition).thenComparingLong(RecordPlace::offset);

  /**
   * @throws IllegalArgumentException when the text names no place
   */
  public static RecordPlace parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no record: expected TOPIC-PARTITION@OFFSET, e.g. acme.shop.orders-0@17");
    }
    return new RecordPlace(
        new TopicPartition(parts.group(1), Integer.parseInt(parts.group(2))),
        Long.parseLong(parts.group(3)));
  }

  @Override
  public int compareTo(RecordPlace other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return partition + "@" + offset;
  }
}
