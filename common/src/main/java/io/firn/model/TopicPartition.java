package io.firn.model;

import java.io.Serializable;
import java.util.Comparator;

/** One partition of a Kafka topic. */
public record TopicPartition(String topic, int partition)
    implements Comparable<TopicPartition>, Serializable {
  private static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  @Override
  public int compareTo(TopicPartition other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return topic + "-" + partition;
  }
}
