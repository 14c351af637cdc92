package io.firn.bench.workload;

import io.firn.model.KafkaRange;

/**
 * A topic with a workload in it.
 *
 * @param range all of its offsets; each is one record
 * @param valueBytes bytes of all values before compression
 */
public record FilledTopic(String name, KafkaRange range, long valueBytes) {

  public long events() {
    return range.length();
  }

  public double averageValueBytes() {
    return (double) valueBytes / events();
  }
}
