package io.firn.change;

/**
 * Where a change stands in its source's log. {@link #sortable()} orders the changes of one key as
 * the source made them when compared as text; Kafka partition and offset break ties. {@link
 * MongoMark} alone orders nothing: {@link PositionOrder} tells which connectors are ordered by
 * what.
 *
 * <p>A position is no identity: a source may give several events the same one.
 */
public sealed interface SourcePosition
    permits PostgresPosition, BinlogPosition, SqlServerPosition, OraclePosition, MongoMark {

  /** Fixed-width ASCII text: comparing it as text is comparing the positions. */
  String sortable();

  /**
   * Whether no other event of the topic-partition has this position, the same operation and the
   * same key.
   */
  boolean namesEvent();
}
