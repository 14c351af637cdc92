package io.firn.gold;

import io.firn.config.GoldTable;
import io.firn.run.PlanSummary;
import io.firn.run.UnitPlan;
import java.util.List;
import java.util.Optional;

/**
 * The input snapshots that a gold table would be made of.
 *
 * @param next the pinned inputs; empty when an input has no rows yet
 * @param expected progress text that the run starts from, for the fence
 * @param rows of all inputs, as their snapshots tell
 * @param reason why there is nothing to do; empty when there is
 */
record GoldPlan(
    GoldTable table,
    Optional<GoldProgress> next,
    Optional<String> expected,
    long rows,
    boolean creates,
    Optional<String> reason)
    implements UnitPlan {

  @Override
  public PlanSummary summary() {
    return new PlanSummary(
        table.unit(),
        reason.isEmpty(),
        next.map(cut -> "full rebuild from " + cut.inputs()).orElse("nothing"),
        rows,
        creates && reason.isEmpty()
            ? List.of("create table " + table.unit().tableName())
            : List.of(),
        reason.map(List::of).orElse(List.of()));
  }

  /** A join may make more of them; what it makes is a report's size. */
  @Override
  public long rowsAtMost() {
    return rows;
  }
}
