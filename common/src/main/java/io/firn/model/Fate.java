package io.firn.model;

import java.util.Arrays;
import java.util.Optional;

/** What became of an offset. Each offset of a landed range has exactly one of these. */
public enum Fate {
  /** A row of the bronze table. */
  WRITTEN("written", Kind.RECORD),
  /** A change that the connector sent once more, or that bronze held already. */
  DUPLICATE("duplicates", Kind.RECORD),
  /** A record without a value, which log compaction needs and which follows a delete. */
  TOMBSTONE("tombstones", Kind.RECORD),
  /** Refused, and kept with its bytes in the quarantine. */
  QUARANTINED("quarantined", Kind.RECORD),
  /** A connector's sign of life. */
  HEARTBEAT("heartbeats", Kind.NOTICE),
  /** A connector's note that a transaction of the source begins or ends. */
  TRANSACTION("transactions", Kind.NOTICE),
  /** A connector's note that the source's schema changed. */
  SCHEMA_CHANGE("schema-changes", Kind.NOTICE),
  /** A control record: Kafka's own marker of a transaction's end. */
  CONTROL("control", Kind.GAP),
  /** A record of a producer's transaction that was aborted. */
  ABORTED("aborted", Kind.GAP),
  /** Removed by log compaction; in a compacted topic control records cannot be told from these. */
  COMPACTED("compacted", Kind.GAP),
  /** Removed by retention before it was landed, and accepted as lost. */
  LOST("lost", Kind.GAP),
  /** A gap of which the broker does not tell the reason any more, or not to this user. */
  UNNAMED("unnamed", Kind.GAP);

  /** How the account sums fates up. */
  public enum Kind {
    /** The broker handed a record out. */
    RECORD,
    /** The broker handed out a record that is no row change. */
    NOTICE,
    /** The broker hands no record out for the offset. */
    GAP
  }

  private final String id;
  private final Kind kind;

  Fate(String id, Kind kind) {
    this.id = id;
    this.kind = kind;
  }

  /** The name in ledgers and reports. */
  public String id() {
    return id;
  }

  public Kind kind() {
    return kind;
  }

  public static Optional<Fate> ofId(String id) {
    return Arrays.stream(values()).filter(fate -> fate.id.equals(id)).findFirst();
  }
}
