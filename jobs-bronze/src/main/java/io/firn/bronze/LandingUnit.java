package io.firn.bronze;

import io.firn.commit.Progress;
import io.firn.model.Acceptance;
import io.firn.model.TopicPartition;
import io.firn.model.UnitName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;

/**
 * A unit with its table opened.
 *
 * @param registry where the schemas of its records are; none when the records are JSON
 * @param refusedBefore how far the unit's refused records are in quarantine
 * @param refused offsets of the range whose records are there
 * @param acceptances breaks that a person lets pass in this run
 */
record LandingUnit(
    BronzePlan plan,
    Table table,
    RegistryAccess registry,
    Optional<Progress> refusedBefore,
    Map<TopicPartition, Set<Long>> refused,
    List<Acceptance> acceptances) {
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
        registry,
        SerializableTable.copyOf(table),
        standings(),
        Map.of());
  }

  /** Where each partition in the range stands before the run. */
  Map<TopicPartition, Standing> standings() {
    Breaks breaks = breaks();
    Map<TopicPartition, Standing> standings = new HashMap<>();
    for (TopicPartition partition : plan.range().partitions().keySet()) {
      int era = plan.next().era(partition);
      standings.put(
          partition,
          new Standing(
              era,
              plan.next().high(partition).orElse(null),
              refused.getOrDefault(partition, Set.of()),
              breaks.accepts(Acceptance.Kind.POSITIONS_RESTARTED, partition.topic())));
    }
    return standings;
  }
}
