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
 * @param refresh whether all is computed or what changed
 * @param reason why there is nothing to do; empty when there is
 */
record GoldPlan(
    GoldTable table,
    Optional<GoldProgress> next,
    Optional<String> expected,
    long rows,
    boolean creates,
    RefreshPlan refresh,
    Optional<String> reason)
    implements UnitPlan {

  @Override
  public PlanSummary summary() {
    return new PlanSummary(
        table.unit(),
        reason.isEmpty(),
        next.map(this::range).orElse("nothing"),
        rows,
        creates && reason.isEmpty()
            ? List.of("create table " + table.unit().tableName())
            : List.of(),
        notes());
  }

  private String range(GoldProgress cut) {
    return refresh instanceof RefreshPlan.Incremental incremental
        ? "changes of " + incremental.changes().keySet() + " up to " + cut.inputs()
        : "full rebuild from " + cut.inputs();
  }

  private List<String> notes() {
    if (reason.isPresent()) {
      return List.of(reason.get());
    }
    return refresh instanceof RefreshPlan.Full full
        ? full.reason().map(why -> List.of(fullBecause(why))).orElse(List.of())
        : List.of();
  }

  /** Why all groups are made anew, as plans and reports say it. */
  static String fullBecause(String why) {
    return "full refresh, since " + why;
  }

  /**
   * A join may make more of them; what it makes is a report's size. A refresh from changes may read
   * both states of an input, and its changes.
   */
  @Override
  public long rowsAtMost() {
    return refresh instanceof RefreshPlan.Incremental ? 3 * rows : rows;
  }
}
