package io.firn.silver;

import io.firn.config.SilverTable;
import io.firn.model.SnapshotRange;
import io.firn.run.PlanSummary;
import io.firn.run.UnitPlan;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The bronze snapshots that a run promotes.
 *
 * @param range empty when bronze has no snapshot yet
 * @param rows appended in the range
 * @param held by both tables: what a run reads when it has to look at all
 * @param takenBack tenants whose rows bronze took back since, see {@link TenantsTakenBack}
 * @param expected progress text that the run starts from, for the fence
 */
record SilverPlan(
    SilverTable table,
    Optional<SnapshotRange> range,
    long rows,
    long held,
    SortedSet<String> takenBack,
    Optional<String> expected,
    Optional<SilverProgress> next,
    boolean creates)
    implements UnitPlan {
  SilverPlan {
    takenBack = Collections.unmodifiableSortedSet(new TreeSet<>(takenBack));
  }

  @Override
  public PlanSummary summary() {
    boolean ready = range.isPresent() && (rows > 0 || !takenBack.isEmpty());
    return new PlanSummary(
        table.unit(),
        ready,
        range.map(snapshots -> table.from() + " snapshots " + snapshots).orElse("nothing"),
        rows,
        creates && ready ? List.of("create table " + table.unit().tableName()) : List.of(),
        ready ? notes() : List.of("no new rows in " + table.from()));
  }

  private List<String> notes() {
    return takenBack.stream()
        .map(tenant -> "tenant " + tenant + " was taken back: its rows are made anew")
        .toList();
  }

  @Override
  public long rowsAtMost() {
    return held;
  }
}
