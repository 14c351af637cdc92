package io.firn.bronze;

import io.firn.config.BronzeTable;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.KafkaRange;
import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Decides which offsets a bronze unit lands: for each partition from what is landed to the end at
 * this moment. Refuses, and never guesses, when the broker's history is not the one that was landed
 * from.
 */
final class BronzePlanner {
  private final BronzeTable table;
  private final TopicState state;
  private final Optional<BronzeProgress> landed;
  private final List<String> notes = new ArrayList<>();

  private BronzePlanner(BronzeTable table, TopicState state, Optional<BronzeProgress> landed) {
    this.table = table;
    this.state = state;
    this.landed = landed;
  }

  /** What to land, with what a person should know about it. */
  record Planned(KafkaRange range, BronzeProgress next, List<String> notes) {}

  /**
   * @throws FirnException HISTORY when the cluster or a topic is another one, offsets went back, or
   *     records that were not landed are gone
   */
  static Planned plan(BronzeTable table, TopicState state, Optional<BronzeProgress> landed) {
    BronzePlanner planner = new BronzePlanner(table, state, landed);
    KafkaRange range = planner.range();
    BronzeProgress before = landed.orElseGet(() -> BronzeProgress.none(state.clusterId()));
    return new Planned(range, BronzeProgress.after(before, state), List.copyOf(planner.notes));
  }

  private KafkaRange range() {
    landed.ifPresent(this::requireSameCluster);
    TreeMap<TopicPartition, OffsetRange> ranges = new TreeMap<>();
    for (Map.Entry<String, TopicState.Topic> topic : state.topics().entrySet()) {
      requireSameTopic(topic.getKey(), topic.getValue());
      List<OffsetRange> kept = topic.getValue().partitions();
      for (int partition = 0; partition < kept.size(); partition++) {
        TopicPartition where = new TopicPartition(topic.getKey(), partition);
        ranges.put(where, waiting(where, kept.get(partition)));
      }
    }
    landed.ifPresent(this::noteGoneTopics);
    return new KafkaRange(ranges);
  }

  private OffsetRange waiting(TopicPartition where, OffsetRange kept) {
    OptionalLong next = landed.map(progress -> progress.next(where)).orElse(OptionalLong.empty());
    if (next.isEmpty()) {
      if (kept.start() > 0) {
        notes.add(
            where + " starts at offset " + kept.start() + ": older records are gone from Kafka");
      }
      return kept;
    }
    long start = next.getAsLong();
    if (start < kept.start()) {
      throw broken(
          "Records that were not landed yet are gone from Kafka",
          where.toString(),
          "offset " + start + " still kept",
          "first kept offset "
              + kept.start()
              + ", "
              + (kept.start() - start)
              + " offsets lost to retention");
    }
    if (start > kept.end()) {
      throw broken(
          "Kafka holds fewer records than were landed",
          where.toString(),
          "an end of at least " + start,
          "end " + kept.end());
    }
    return new OffsetRange(start, kept.end());
  }

  private void requireSameCluster(BronzeProgress progress) {
    if (!progress.cluster().equals(state.clusterId())) {
      throw broken(
          "The broker belongs to another Kafka cluster than the one landed from",
          "cluster id",
          progress.cluster(),
          state.clusterId());
    }
  }

  private void requireSameTopic(String name, TopicState.Topic topic) {
    BronzeProgress.Landed before = landed.map(progress -> progress.topics().get(name)).orElse(null);
    if (before == null) {
      landed.ifPresent(progress -> notes.add("new topic " + name));
      return;
    }
    if (!before.id().equals(topic.id())) {
      throw broken(
          "The topic was deleted and created again", name, "topic id " + before.id(), topic.id());
    }
    if (topic.partitions().size() < before.next().size()) {
      throw broken(
          "The topic has fewer partitions than before",
          name,
          before.next().size() + " partitions",
          topic.partitions().size() + " partitions");
    }
    if (topic.partitions().size() > before.next().size()) {
      notes.add(
          name
              + " grew from "
              + before.next().size()
              + " to "
              + topic.partitions().size()
              + " partitions");
    }
  }

  private void noteGoneTopics(BronzeProgress progress) {
    for (String topic : progress.topics().keySet()) {
      if (!state.topics().containsKey(topic)) {
        notes.add("topic " + topic + " is gone from the broker; its rows stay");
      }
    }
  }

  private FirnException broken(String what, String where, String expected, String found) {
    return new FirnException(
        new Failure(
            ErrorKind.HISTORY,
            what + " (" + table.unit() + ")",
            where,
            expected,
            found,
            "Nothing was landed from this table's topics. Restore the records, or take the topic out"
                + " of firn.bronze."
                + table.name()
                + ".topics until you decided what the loss means."));
  }
}
