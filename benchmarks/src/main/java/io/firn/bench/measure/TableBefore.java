package io.firn.bench.measure;

import java.util.function.Supplier;
import org.apache.iceberg.Table;

/** A table as it was before the first round, so that each round begins there. */
public final class TableBefore {
  private final Supplier<Table> table;
  private final long snapshot;

  /**
   * @param table loads it afresh
   */
  public TableBefore(Supplier<Table> table) {
    this.table = table;
    this.snapshot = table.get().currentSnapshot().snapshotId();
  }

  /** Takes the table back. */
  public void takeBack() {
    Table now = table.get();
    if (now.currentSnapshot().snapshotId() != snapshot) {
      now.manageSnapshots().setCurrentSnapshot(snapshot).commit();
    }
  }
}
