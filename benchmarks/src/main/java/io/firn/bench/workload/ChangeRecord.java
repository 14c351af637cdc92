package io.firn.bench.workload;

/** A Kafka record as Connect's JSON converter without schemas makes it from a Debezium event. */
@SuppressWarnings("ArrayRecordComponent") // never compared: made, sent and forgotten
public record ChangeRecord(byte[] key, byte[] value, long timestampMillis) {}
