package io.firn.bronze;

import io.firn.config.LandingLimits;
import io.firn.model.KafkaRange;
import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Cuts what a run lands down to its limits: each tenant gets its fair share of the run, each
 * topic-partition its fair share of the tenant. What is left waits for the next run; nothing that
 * waits has to wait for ever, since each gets at least one offset.
 */
final class Budget {
  private final LandingLimits limits;
  private final Map<TopicPartition, Double> bytesPerOffset;

  /** Partitions of one plan; a partition may feed two tables. */
  private record Place(int plan, TopicPartition partition) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return plan == other.plan
          ? partition.compareTo(other.partition)
          : Integer.compare(plan, other.plan);
    }
  }

  /**
   * @param bytesPerOffset how many bytes an offset takes in Kafka, on average
   */
  Budget(LandingLimits limits, Map<TopicPartition, Double> bytesPerOffset) {
    this.limits = limits;
    this.bytesPerOffset = Map.copyOf(bytesPerOffset);
  }

  /** {@code plans}, shortened where they ask for more than there is. */
  List<BronzePlan> cut(Collection<BronzePlan> plans) {
    List<BronzePlan> all = List.copyOf(plans);
    Map<String, TreeMap<Place, Long>> wants = wantsByTenant(all);
    Map<String, Long> tenants = new TreeMap<>();
    wants.forEach(
        (tenant, places) ->
            tenants.put(
                tenant,
                Math.min(
                    places.values().stream().mapToLong(Long::longValue).sum(),
                    limits.bytesPerTenant())));
    Map<Place, Long> shares = new HashMap<>();
    FairShares.of(tenants, limits.bytesPerRun())
        .forEach((tenant, share) -> shares.putAll(FairShares.of(wants.get(tenant), share)));
    List<BronzePlan> cut = new ArrayList<>();
    for (int place = 0; place < all.size(); place++) {
      cut.add(cut(all.get(place), place, shares));
    }
    return cut;
  }

  private Map<String, TreeMap<Place, Long>> wantsByTenant(List<BronzePlan> plans) {
    Map<String, TreeMap<Place, Long>> wants = new TreeMap<>();
    for (int place = 0; place < plans.size(); place++) {
      BronzePlan plan = plans.get(place);
      int number = place;
      plan.range()
          .nonEmpty()
          .partitions()
          .forEach(
              (partition, range) ->
                  wants
                      .computeIfAbsent(
                          plan.table().tenant(partition.topic()).orElse(partition.topic()),
                          none -> new TreeMap<>())
                      .put(new Place(number, partition), bytes(partition, range.length())));
    }
    return wants;
  }

  private long bytes(TopicPartition partition, long offsets) {
    return Math.max(1, (long) Math.ceil(offsets * bytesPerOffset.getOrDefault(partition, 1.0)));
  }

  private BronzePlan cut(BronzePlan plan, int place, Map<Place, Long> shares) {
    TreeMap<TopicPartition, OffsetRange> shorter = new TreeMap<>(plan.range().partitions());
    shorter.replaceAll(
        (partition, range) -> {
          Long share = shares.get(new Place(place, partition));
          return share == null || share >= bytes(partition, range.length())
              ? range
              : head(range, (long) (share / bytesPerOffset.getOrDefault(partition, 1.0)));
        });
    return plan.shortenedTo(new KafkaRange(shorter));
  }

  private static OffsetRange head(OffsetRange range, long offsets) {
    long length = Math.max(1, Math.min(range.length(), offsets));
    return new OffsetRange(range.start(), range.start() + length);
  }
}
