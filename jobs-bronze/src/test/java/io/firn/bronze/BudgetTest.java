package io.firn.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.config.BronzeTable;
import io.firn.config.Connector;
import io.firn.config.Format;
import io.firn.config.LandingLimits;
import io.firn.model.KafkaRange;
import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** A backlog is eaten in steps, and a large tenant does not starve the small ones. */
class BudgetTest {
  private static final BronzeTable TABLE =
      new BronzeTable(
          "orders",
          Pattern.compile("(?<tenant>[a-z]+)\\.orders"),
          Connector.POSTGRESQL,
          Format.JSON);

  @Property
  void nobodyGetsMoreThanHeWantsAndNothingIsLeftWhileSomebodyWaits(
      @ForAll @Size(min = 1, max = 20) List<@LongRange(min = 0, max = 1_000) Long> wants,
      @ForAll @LongRange(min = 0, max = 10_000) long available) {
    Map<Integer, Long> byPlace = new TreeMap<>();
    wants.forEach(want -> byPlace.put(byPlace.size(), want));

    Map<Integer, Long> shares = FairShares.of(byPlace, available);

    long given = shares.values().stream().mapToLong(Long::longValue).sum();
    long wanted = wants.stream().mapToLong(Long::longValue).sum();
    assertThat(given).isEqualTo(Math.min(wanted, available));
    long most = shares.values().stream().mapToLong(Long::longValue).max().orElse(0);
    byPlace.forEach(
        (place, want) -> {
          assertThat(shares.get(place)).isLessThanOrEqualTo(want);
          if (shares.get(place) < want) {
            // Who gets less than he wants gets as much as anybody; the remainder of a division.
            assertThat(shares.get(place)).isGreaterThanOrEqualTo(most - 1);
          }
        });
  }

  @Test
  void aSmallTenantIsLandedWholeBesideALargeOne() {
    BronzePlan cut =
        cut(plan(Map.of("large.orders", 1_000L, "small.orders", 10L)), 10.0, 2_000, 1 << 20);

    assertThat(ends(cut)).isEqualTo(Map.of("large.orders", 190L, "small.orders", 10L));
    assertThat(cut.notes())
        .containsExactly("810 offsets wait for the next run, as the limits of firn.kafka say");
  }

  @Test
  void aTenantHasALimitOfItsOwn() {
    BronzePlan cut =
        cut(plan(Map.of("large.orders", 1_000L, "small.orders", 10L)), 10.0, 1 << 20, 500);

    assertThat(ends(cut)).isEqualTo(Map.of("large.orders", 50L, "small.orders", 10L));
  }

  @Test
  void stepsEndHoweverSmallTheLimit() {
    assertThat(ends(cut(plan(Map.of("large.orders", 3L)), 1e9, 1, 1)))
        .isEqualTo(Map.of("large.orders", 1L));
  }

  @Test
  void whatFitsIsLeftAlone() {
    BronzePlan plan = plan(Map.of("large.orders", 1_000L));

    assertThat(cut(plan, 10.0, 10_000, 10_000)).isSameAs(plan);
  }

  private static BronzePlan cut(BronzePlan plan, double size, long perRun, long perTenant) {
    Map<TopicPartition, Double> sizes =
        plan.range().partitions().keySet().stream()
            .collect(Collectors.toMap(partition -> partition, partition -> size));
    return new Budget(new LandingLimits(perRun, perTenant), sizes).cut(List.of(plan)).get(0);
  }

  /** What the progress says is what the range says. */
  private static Map<String, Long> ends(BronzePlan plan) {
    Map<String, Long> ends = new TreeMap<>();
    plan.range()
        .ends()
        .forEach(
            (partition, end) -> {
              assertThat(plan.next().next(partition)).hasValue(end);
              ends.put(partition.topic(), end);
            });
    return ends;
  }

  private static BronzePlan plan(Map<String, Long> waiting) {
    TreeMap<TopicPartition, OffsetRange> range = new TreeMap<>();
    TreeMap<String, BronzeProgress.Landed> topics = new TreeMap<>();
    waiting.forEach(
        (topic, end) -> {
          range.put(new TopicPartition(topic, 0), new OffsetRange(0, end));
          topics.put(topic, new BronzeProgress.Landed("id", List.of(end), List.of(), List.of()));
        });
    return new BronzePlan(
        TABLE,
        new KafkaRange(range),
        new KafkaRange(new TreeMap<>()),
        Optional.empty(),
        new BronzeProgress("cluster", topics),
        List.of(),
        List.of(),
        List.of());
  }
}
