package io.firn.silver;

import io.firn.config.SilverTable;
import io.firn.model.SnapshotRange;
import io.firn.run.PlanSummary;
import io.firn.run.UnitPlan;
import java.util.List;
import java.util.Optional;

/**
 * The bronze snapshots that a run promotes.
 *
 * @param range empty when bronze has no snapshot yet
 * @param rows appended in the range
 * @param expected progress text that the run starts from, for the fence
 */
record SilverPlan(
    SilverTable table,
    Optional<SnapshotRange> range,
    long rows,
    Optional<String> expected,
    Optional<SilverProgress> next,
    boolean creates)
    implements UnitPlan {

  @Override
  public PlanSummary summary() {
    boolean ready = range.isPresent() && rows > 0;
    return new PlanSummary(
        table.unit(),
        ready,
        range.map(snapshots -> table.from() + " snapshots " + snapshots).orElse("nothing"),
        rows,
        creates && ready ? List.of("create table " + table.unit().tableName()) : List.of(),
        ready ? List.of() : List.of("no new rows in " + table.from()));
  }
}
