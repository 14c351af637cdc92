package io.firn.change;

/**
 * MySQL and MariaDB: binary log file, byte position in it, row within the event (Debezium's MySQL
 * and MariaDB connector documentation, {@code source.file}, {@code pos}, {@code row}).
 *
 * <p>Transactions are written to the binary log whole and in the order of their commits, so this
 * order is the source's. The file's number is compared as a number: {@code binlog.999999} comes
 * before {@code binlog.1000000}. A snapshot is read under a lock or in a transaction that stands
 * exactly at its position, and an event's position is where the event starts, so that a change at
 * the position of a read came after it.
 *
 * <p>MariaDB gives all events of a transaction one position and row; Kafka's offset orders them.
 *
 * <p>Positions are those of one server. A connector that moves to another server starts another
 * order; landing refuses that by name instead of guessing (files that went backwards).
 *
 * @param file the number at the end of the file's name
 * @param snapshotRead whether the event is a row that a snapshot read
 */
public record BinlogPosition(long file, long pos, long row, boolean snapshotRead)
    implements SourcePosition {

  @Override
  public String sortable() {
    return PositionText.hex(file)
        + '.'
        + PositionText.hex(pos)
        + (snapshotRead ? PositionText.BELOW : PositionText.ABOVE)
        + PositionText.hex(row);
  }

  /** A transaction that sets a row to A, to B and to A again may give all three one position. */
  @Override
  public boolean namesEvent() {
    return false;
  }
}
