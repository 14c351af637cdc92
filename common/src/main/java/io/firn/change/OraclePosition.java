package io.firn.change;

import java.math.BigInteger;

/**
 * Oracle: system change number of the change, then its place in the redo log (Debezium's Oracle
 * connector documentation, {@code source.scn}, {@code rs_id}, {@code ssn}). {@code scn} is that of
 * the change since a release of Debezium 1.9 (<a
 * href="https://github.com/debezium/debezium/pull/3595">DBZ-5225</a>); many changes, of several
 * transactions too, may share one (<a href="https://github.com/debezium/debezium/pull/5998">what
 * its maintainers say of DBZ-4489</a>).
 *
 * <p>Why the change's own number is enough per key although transactions are delivered in the order
 * of their commits: the second of two transactions that touch one row waits for the first one's row
 * lock, and a node that takes over a block takes over its number, so within one key numbers grow.
 * {@code commit_scn} would not do in a cluster: it is the last commit of the one redo thread that
 * made the change, and those of two threads do not compare.
 *
 * <p>A snapshot read sees all changes committed up to its number and stands above a change with the
 * same. The gap that is left: a transaction that wrote before the number and committed after it is
 * not in the snapshot, and its change, delivered later, stands below the read. The connector's
 * {@code log.mining.transaction.snapshot.boundary.mode} decides whether it delivers such changes at
 * all; take the first snapshot when no long transaction is open.
 *
 * @param scn up to 2^64; text in the event since it outgrows a long
 * @param redo {@code rs_id}, fixed-width hexadecimal text; empty with XStream
 * @param order {@code ssn}; 0 where there is none
 */
public record OraclePosition(BigInteger scn, String redo, long order, boolean snapshotRead)
    implements SourcePosition {

  @Override
  public String sortable() {
    return PositionText.hex(scn.longValue())
        + (snapshotRead ? PositionText.ABOVE : PositionText.BELOW)
        + redo
        + '.'
        + PositionText.hex(order);
  }

  /** A redo record of several rows, a bulk delete, has rows of several keys. */
  @Override
  public boolean namesEvent() {
    return true;
  }
}
