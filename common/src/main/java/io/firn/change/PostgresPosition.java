package io.firn.change;

import java.util.OptionalLong;

/**
 * PostgreSQL: where the change's transaction stands in the order of commits, then the log sequence
 * number of the change itself (Debezium's PostgreSQL connector documentation, {@code
 * source.sequence} and {@code source.lsn}; both are byte positions in the write-ahead log).
 *
 * <p>The LSN of the change alone would do for changes: two transactions that touch one row cannot
 * overlap, since the second waits for the first one's row lock. It does not do for a snapshot read
 * beside a change: a transaction may write at 90, a read take its snapshot at 100, which does not
 * see it, and the transaction commit at 120. By LSN the read would win over a change that it never
 * saw. {@code sequence[0]}, the commit that the connector saw last, grows in the order in which
 * transactions are delivered; every transaction that a read did not see is delivered after it, so
 * its {@code sequence[0]} is at least the read's, and among equals the read stands below.
 *
 * <p>Both halves of a primary-key change share one position; they are changes of different keys,
 * and the Kafka offset orders them besides.
 *
 * @param lastCommit {@code sequence[0]}; empty before a new connector has seen its first commit,
 *     and in events of connectors before 1.5: then {@code lsn} stands for it
 * @param lsn {@code source.lsn}
 * @param snapshotRead whether the event is a row that a snapshot read
 */
public record PostgresPosition(OptionalLong lastCommit, long lsn, boolean snapshotRead)
    implements SourcePosition {

  @Override
  public String sortable() {
    return PositionText.hex(lastCommit.orElse(lsn))
        + (snapshotRead ? PositionText.BELOW : PositionText.ABOVE)
        + PositionText.hex(lsn);
  }

  /**
   * Every row change has its own LSN; the two halves of a key change differ in operation and key.
   */
  @Override
  public boolean namesEvent() {
    return true;
  }
}
