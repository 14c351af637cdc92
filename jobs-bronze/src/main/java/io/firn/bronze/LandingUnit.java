package io.firn.bronze;

import io.firn.commit.Progress;
import io.firn.model.Acceptance;
import io.firn.model.TopicPartition;
import io.firn.model.UnitName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;

/**
 * A unit with its table opened.
 *
 * @param refusedBefore how far the unit's refused records are in quarantine
 * @param acceptances breaks that a person lets pass in this run
 */
record LandingUnit(
    BronzePlan plan, Table table, Optional<Progress> refusedBefore, List<Acceptance> acceptances) {
  LandingUnit {
    acceptances = List.copyOf(acceptances);
  }

  UnitName name() {
    return plan.table().unit();
  }

  Breaks breaks() {
    return new Breaks(name(), acceptances);
  }

  /** What its tasks need to know. */
  LandingTarget target() {
    return new LandingTarget(
        name().toString(),
        plan.table().topics(),
        plan.table().namesTenant(),
        plan.table().connector(),
        SerializableTable.copyOf(table),
        standings(),
        Map.of());
  }

  /** Where each partition in the range stands before the run. */
  Map<TopicPartition, Standing> standings() {
    Optional<BronzeProgress> refused = refusedBefore.map(Progress::text).map(BronzeProgress::parse);
    Breaks breaks = breaks();
    Map<TopicPartition, Standing> standings = new HashMap<>();
    for (TopicPartition partition : plan.range().partitions().keySet()) {
      int era = plan.next().era(partition);
      standings.put(
          partition,
          new Standing(
              era,
              plan.next().high(partition).orElse(null),
              refusedUpTo(refused, partition, era),
              breaks.accepts(Acceptance.Kind.POSITIONS_RESTARTED, partition.topic())));
    }
    return standings;
  }

  /** Another incarnation of a topic has other records at the same offsets: it starts at none. */
  private static long refusedUpTo(
      Optional<BronzeProgress> refused, TopicPartition partition, int era) {
    return refused
        .filter(progress -> progress.era(partition) == era)
        .map(progress -> progress.next(partition).orElse(0))
        .orElse(0L);
  }
}
