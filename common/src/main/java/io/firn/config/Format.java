package io.firn.config;

/**
 * How the records in Kafka are encoded. JSON: with or without embedded schema, record by record.
 * Avro: in Confluent's form, each record with the id of its schema in a registry.
 */
public enum Format {
  JSON,
  AVRO
}
