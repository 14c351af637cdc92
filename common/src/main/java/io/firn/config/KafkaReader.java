package io.firn.config;

/** How bronze gets records from Kafka; both land the same rows with the same account. */
public enum KafkaReader {
  /** One consumer a task, for many partitions. */
  CONSUMER,

  /** The source of spark-sql-kafka, one task a partition. */
  SPARK
}
