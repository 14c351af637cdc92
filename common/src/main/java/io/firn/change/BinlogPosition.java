package io.firn.change;

/**
 * MySQL and MariaDB: binary log file and byte position in it (Debezium's MySQL and MariaDB
 * connector documentation, {@code source.file} and {@code pos}); what shares a position is ordered
 * by Kafka's offset.
 *
 * <p>Transactions are written to the binary log whole and in the order of their commits, so this
 * order is the source's. The file's number is compared as a number: {@code binlog.999999} comes
 * before {@code binlog.1000000}. A snapshot is read under a lock or in a transaction that stands
 * exactly at its position, and an event's position is where the event starts, so that a change at
 * the position of a read came after it.
 *
 * <p>{@code source.row} is left out on purpose. It counts the rows of one event of the binary log,
 * and a transaction has many: each statement has its own, a large statement several. MySQL gives
 * each of them its own position, within which rows are delivered as they are counted. MariaDB gives
 * all of a transaction one position, within which the count begins at 0 again and again: a row's
 * first change may be counted 12 and its last 0. Delivery orders both.
 *
 * <p>Positions are those of one server. A connector that moves to another server starts another
 * order; landing refuses that by name instead of guessing (files that went backwards).
 *
 * @param file the number at the end of the file's name
 * @param snapshotRead whether the event is a row that a snapshot read
 */
public record BinlogPosition(long file, long pos, boolean snapshotRead) implements SourcePosition {
  private static final String READ = ".0";
  private static final String CHANGE = ".1";

  @Override
  public String sortable() {
    return PositionText.hex(file) + '.' + PositionText.hex(pos) + (snapshotRead ? READ : CHANGE);
  }

  /** A transaction that sets a row to A, to B and to A again may give all three one position. */
  @Override
  public boolean namesEvent() {
    return false;
  }
}
