package io.firn.bronze;

import io.firn.model.TopicPartition;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** One Kafka record as a landing sees it; valid until the next one is taken. */
interface KafkaRecord {
  /** The place among the run's targets of the unit that it is landed for. */
  int unit();

  TopicPartition partition();

  long offset();

  /** Microseconds since 1970. */
  long timestampMicros();

  /** Null when the record has none. */
  byte[] key();

  /** Null when the record is a tombstone. */
  byte[] value();

  /** Structs of key and value in bronze's layout, or null; another object when they are others. */
  ArrayData headers();
}
