package io.firn.change;

/**
 * SQL Server: LSN of the commit, LSN of the change, number within the change (Debezium's SQL Server
 * connector documentation, {@code source.commit_lsn}, {@code change_lsn}, {@code event_serial_no}).
 *
 * <p>LSNs are written as hexadecimal digits of fixed width, {@code 00000027:00000758:0005}. Changes
 * are read from change tables in the order of their commits. The commit's LSN stands first because
 * those of changes grow within a transaction and not from one to the next (<a
 * href="https://github.com/debezium/debezium/pull/746">DBZ-1090</a>); the number tells the changes
 * apart that share both (<a href="https://github.com/debezium/debezium/pull/915">DBZ-1152</a>, in
 * the source block since <a href="https://github.com/debezium/debezium/pull/1035">DBZ-1483</a>). A
 * snapshot read has the highest commit LSN that the change tables had when it started and no change
 * LSN; it has seen all commits up to that one, so it stands above them and below every later one.
 * The number within the change tells the delete from the insert that SQL Server makes of an update
 * of a unique key.
 *
 * @param commitLsn as written, lower case
 * @param changeLsn as written, lower case; {@link #NO_LSN} for a snapshot read
 */
public record SqlServerPosition(
    String commitLsn, String changeLsn, long serial, boolean snapshotRead)
    implements SourcePosition {

  static final String NO_LSN = "00000000:00000000:0000";

  @Override
  public String sortable() {
    return commitLsn
        + (snapshotRead ? PositionText.ABOVE : PositionText.BELOW)
        + changeLsn
        + '.'
        + PositionText.hex(serial);
  }

  /** The events within a change are numbered. */
  @Override
  public boolean namesEvent() {
    return true;
  }
}
