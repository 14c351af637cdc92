package io.firn.change;

/**
 * What a connector writes about itself and not about a row. Such records have topics of their own;
 * a topic pattern that is too wide, or a transform that routes all into one topic, brings them in
 * among the changes. They are counted by name and kept nowhere.
 */
public enum Notice implements EventRecord {
  /** A sign of life, {@code {"ts_ms": …}} (Debezium, {@code heartbeat.interval.ms}). */
  HEARTBEAT("heartbeat", "io.debezium.connector.common.Heartbeat"),

  /**
   * Begin or end of a transaction, {@code {"status": "BEGIN", "id": …, "event_count": …,
   * "data_collections": …}} (Debezium, {@code provide.transaction.metadata}).
   */
  TRANSACTION("transaction", "io.debezium.connector.common.TransactionMetadataValue"),

  /**
   * A table's definition changed, {@code {"databaseName": …, "ddl": …, "tableChanges": […]}}
   * (Debezium, {@code include.schema.changes}, and the topic of the internal schema history).
   */
  SCHEMA_CHANGE("schema-change", ".SchemaChangeValue");

  private final String id;
  private final String schemaName;

  Notice(String id, String schemaName) {
    this.id = id;
    this.schemaName = schemaName;
  }

  /** The name it is counted under. */
  public String id() {
    return id;
  }

  /**
   * Whether a Connect schema of that name may be its. Compared from the end, as Debezium does: an
   * adjusted name has a prefix.
   */
  boolean isNamed(String schema) {
    return schema.endsWith(schemaName);
  }
}
