package io.firn.run;

import io.firn.model.TableName;
import io.firn.table.Tables;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;

/**
 * The snapshots of the inputs that units of one run read. Who asks first looks; who asks later is
 * told the same, whatever was committed in between. So all units of a run that read one table read
 * one state of it.
 *
 * <p>A unit asks when it is planned, after the units of the run that write its inputs have ended:
 * nobody is told a state from before his own run's commit.
 */
public final class Pins {
  private final Map<TableName, Optional<Snapshot>> pinned = new HashMap<>();

  /** The state of {@code table} in this run; empty when it has none. */
  public synchronized Optional<Snapshot> snapshot(Catalog catalog, TableName table) {
    return pinned.computeIfAbsent(
        table, name -> Tables.load(catalog, name).map(Table::currentSnapshot));
  }
}
