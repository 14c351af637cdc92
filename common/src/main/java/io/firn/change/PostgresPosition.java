package io.firn.change;

import java.util.Locale;

/**
 * PostgreSQL: the log sequence number of the change, {@code source.lsn}, an unsigned 64-bit byte
 * position in the write-ahead log (Debezium's PostgreSQL connector documentation, "source" block).
 *
 * <p>Why the LSN of the change itself is enough per key although transactions are delivered in
 * commit order, not in LSN order: two transactions that touch the same row cannot overlap, since
 * the second waits for the first one's row lock (or unique index entry), so within one key LSNs
 * grow in the order of delivery. A snapshot read carries the LSN at which the snapshot was taken;
 * every change streamed after it is later, and one with the same LSN wins over the read.
 *
 * <p>Both halves of a primary-key change share one LSN; they are changes of different keys, and the
 * Kafka offset orders them besides.
 */
public record PostgresPosition(long lsn, boolean snapshotRead) implements SourcePosition {
  @Override
  public String sortable() {
    return String.format(Locale.ROOT, "%016x", lsn) + (snapshotRead ? ".0" : ".1");
  }
}
