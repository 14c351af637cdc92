package io.firn.config;

/**
 * How the records in Kafka are encoded. JSON: with or without embedded schema, record by record.
 */
public enum Format {
  JSON,
  AVRO
}
