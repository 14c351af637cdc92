package io.firn.bronze;

import io.firn.bronze.Breaks.Break;
import io.firn.bronze.BronzeProgress.Landed;
import io.firn.change.PositionOrder;
import io.firn.config.BronzeTable;
import io.firn.model.Acceptance;
import io.firn.model.FirnException;
import io.firn.model.KafkaRange;
import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides which offsets a bronze unit lands: for each partition from what is landed to the end at
 * this moment. Refuses, and never guesses, when the broker's history is not the one that was landed
 * from; a person may accept that.
 */
final class BronzePlanner {
  private final BronzeTable table;
  private final TopicState state;
  private final Breaks breaks;

  private BronzePlanner(BronzeTable table, TopicState state, Collection<Acceptance> acceptances) {
    this.table = table;
    this.state = state;
    this.breaks = new Breaks(table.unit(), acceptances);
  }

  /**
   * What to land, with what a person should know about it.
   *
   * @param lost offsets in front of the range that retention took, as accepted
   * @param accepted breaks that were let pass
   */
  record Planned(
      KafkaRange range,
      KafkaRange lost,
      BronzeProgress next,
      List<String> notes,
      List<Break> accepted) {}

  /**
   * @throws FirnException HISTORY when the cluster or a topic is another one, offsets went back, or
   *     records that were not landed are gone, and {@code acceptances} do not cover it
   */
  static Planned plan(
      BronzeTable table,
      TopicState state,
      Optional<BronzeProgress> landed,
      Collection<Acceptance> acceptances) {
    return new BronzePlanner(table, state, acceptances).plan(landed);
  }

  private Planned plan(Optional<BronzeProgress> landed) {
    TreeMap<String, Landed> topics = new TreeMap<>();
    landed.ifPresent(progress -> topics.putAll(progress.topics()));
    TreeMap<TopicPartition, OffsetRange> read = new TreeMap<>();
    TreeMap<TopicPartition, OffsetRange> lost = new TreeMap<>();
    List<String> notes = new ArrayList<>();
    boolean byDelivery = PositionOrder.of(table.connector()) == PositionOrder.DELIVERY;
    state
        .topics()
        .forEach(
            (name, topic) -> {
              Optional<Landed> before = Optional.ofNullable(topics.get(name));
              if (landed.isPresent() && before.isEmpty()) {
                notes.add("new topic " + name);
              }
              TopicPlanner.Planned planned =
                  new TopicPlanner(name, topic, byDelivery, breaks)
                      .plan(before, landed.flatMap(progress -> anotherCluster(progress, name)));
              read.putAll(planned.read());
              lost.putAll(planned.lost());
              topics.put(name, planned.next());
              notes.addAll(planned.notes());
            });
    landed.ifPresent(progress -> notes.addAll(goneTopics(progress)));
    return new Planned(
        new KafkaRange(read),
        new KafkaRange(lost),
        new BronzeProgress(state.clusterId(), topics),
        notes,
        breaks.accepted());
  }

  private Optional<Break> anotherCluster(BronzeProgress progress, String topic) {
    return progress.cluster().equals(state.clusterId())
        ? Optional.empty()
        : Optional.of(
            new Break(
                Acceptance.Kind.OTHER_CLUSTER,
                topic,
                "The broker belongs to another Kafka cluster than the one landed from",
                "cluster id",
                progress.cluster(),
                state.clusterId()));
  }

  private List<String> goneTopics(BronzeProgress progress) {
    return progress.topics().keySet().stream()
        .filter(topic -> !state.topics().containsKey(topic))
        .map(
            topic ->
                table.denies(topic)
                    ? "topic " + topic + " is not allowed any more; its rows stay"
                    : "topic " + topic + " is gone from the broker; its rows stay")
        .toList();
  }
}
