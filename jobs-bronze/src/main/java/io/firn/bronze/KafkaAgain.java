package io.firn.bronze;

import io.firn.config.BronzeTable;
import io.firn.config.Pipeline;
import io.firn.model.FirnException;
import io.firn.model.LedgerEntry;
import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import io.firn.model.UnitName;
import io.firn.run.rewind.Cut.Stand;
import io.firn.run.rewind.LandingAgain;
import io.firn.run.rewind.Point;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Compares the offsets that bronze tables give back in a rewind with those that the broker keeps.
 */
public final class KafkaAgain implements LandingAgain {
  private final Pipeline pipeline;

  public KafkaAgain(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  public Map<UnitName, Again> of(Map<UnitName, Stand> stands) {
    List<BronzeTable> tables = stands.keySet().stream().map(this::table).toList();
    BrokerState broker = new KafkaTopics(pipeline.kafka()).state(tables);
    Map<UnitName, Again> again = new TreeMap<>();
    stands.forEach((unit, stand) -> again.put(unit, again(table(unit), stand, broker)));
    return again;
  }

  private BronzeTable table(UnitName unit) {
    return pipeline.bronze(unit.table()).orElseThrow();
  }

  private static Again again(BronzeTable table, Stand stand, BrokerState broker) {
    List<LedgerEntry> left = new ArrayList<>();
    for (Point point : stand.left()) {
      point.ledger().map(Ledger::parse).ifPresent(left::addAll);
    }
    Optional<BronzeProgress> now = stand.progressNow().map(BronzeProgress::parse);
    Optional<BronzeProgress> then = stand.progressThen().map(BronzeProgress::parse);
    return now.map(landed -> again(table, left, landed, then, broker))
        .orElseGet(() -> new Again(0, List.of()));
  }

  /**
   * Compares what was landed since with what the broker has.
   *
   * @param left the accounts of the landings that are taken back
   * @param now the progress with them
   * @param then the progress without them
   */
  static Again again(
      BronzeTable table,
      List<LedgerEntry> left,
      BronzeProgress now,
      Optional<BronzeProgress> then,
      BrokerState broker) {
    SortedMap<TopicPartition, OffsetRange> ranges = ranges(left);
    List<Lost> lost = new ArrayList<>();
    ranges.forEach(
        (partition, range) -> {
          Optional<Lost> part =
              table.denies(partition.topic())
                  ? Optional.of(new Lost(partition, range, "the topic is not allowed any more"))
                  : lost(partition, range, now, then, broker);
          part.ifPresent(lost::add);
        });
    Set<String> known = new HashSet<>();
    lost.forEach(part -> known.add(part.partition().topic()));
    ranges.forEach(
        (partition, range) -> {
          if (known.add(partition.topic())) {
            refusal(table, partition.topic(), then, broker)
                .ifPresent(why -> lost.add(new Lost(partition, range, why)));
          }
        });
    return new Again(left.stream().mapToLong(entry -> entry.range().length()).sum(), lost);
  }

  /** From the first to the last offset of each partition. */
  private static SortedMap<TopicPartition, OffsetRange> ranges(List<LedgerEntry> left) {
    TreeMap<TopicPartition, OffsetRange> ranges = new TreeMap<>();
    left.stream()
        .filter(entry -> entry.range().length() > 0)
        .forEach(
            entry ->
                ranges.merge(
                    entry.partition(),
                    entry.range(),
                    (one, other) ->
                        new OffsetRange(
                            Math.min(one.start(), other.start()),
                            Math.max(one.end(), other.end()))));
    return ranges;
  }

  private static Optional<Lost> lost(
      TopicPartition partition,
      OffsetRange range,
      BronzeProgress now,
      Optional<BronzeProgress> then,
      BrokerState broker) {
    TopicState.Topic topic = broker.topics().get(partition.topic());
    if (!now.cluster().equals(broker.clusterId())) {
      return Optional.of(new Lost(partition, range, "the broker is of another cluster"));
    }
    if (topic == null) {
      return Optional.of(new Lost(partition, range, "the topic is gone or not readable"));
    }
    if (!topic.id().equals(now.topics().get(partition.topic()).id())) {
      return Optional.of(new Lost(partition, range, "the topic was deleted and created again"));
    }
    if (partition.partition() >= topic.partitions().size()) {
      return Optional.of(new Lost(partition, range, "the partition is gone"));
    }
    if (then.isPresent() && range.start() < then.get().next(partition).orElse(0)) {
      return Optional.of(
          new Lost(partition, range, "the topic was landed from its start since, as accepted"));
    }
    OffsetRange kept = topic.partitions().get(partition.partition());
    if (kept.start() <= range.start()) {
      return Optional.empty();
    }
    return Optional.of(
        new Lost(
            partition,
            new OffsetRange(range.start(), Math.min(kept.start(), range.end())),
            "the first kept offset is " + kept.start()));
  }

  /** Why the next run would not land the topic from {@code then} on, by the plan it would make. */
  private static Optional<String> refusal(
      BronzeTable table, String topic, Optional<BronzeProgress> then, BrokerState broker) {
    TreeMap<String, TopicState.Topic> one = new TreeMap<>();
    one.put(topic, broker.topics().get(topic));
    try {
      BronzePlanner.plan(table, new TopicState(broker.clusterId(), one), then, List.of());
      return Optional.empty();
    } catch (FirnException refused) {
      return Optional.of(refused.failure().what() + ": " + refused.failure().found());
    }
  }
}
