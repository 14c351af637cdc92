package io.firn.bronze;

import io.firn.bronze.Breaks.Break;
import io.firn.bronze.BronzeProgress.Landed;
import io.firn.model.Acceptance;
import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Decides which offsets of one topic are landed. */
final class TopicPlanner {
  private final String name;
  private final TopicState.Topic topic;
  private final boolean orderedByDelivery;
  private final Breaks breaks;
  private final List<String> notes = new ArrayList<>();

  /**
   * What to land of a topic.
   *
   * @param read per partition the offsets to read
   * @param lost what retention took before it was landed, where that is accepted
   * @param next the topic's progress when all of it is landed
   */
  record Planned(
      Map<TopicPartition, OffsetRange> read,
      SortedMap<TopicPartition, OffsetRange> lost,
      Landed next,
      List<String> notes) {}

  TopicPlanner(String name, TopicState.Topic topic, boolean orderedByDelivery, Breaks breaks) {
    this.name = name;
    this.topic = topic;
    this.orderedByDelivery = orderedByDelivery;
    this.breaks = breaks;
  }

  /**
   * @param before what is landed of the topic
   * @param anotherCluster whether that came from another cluster, and the break that it is
   */
  Planned plan(Optional<Landed> before, Optional<Break> anotherCluster) {
    if (before.isEmpty()) {
      return anew(0);
    }
    Landed landed = before.get();
    Optional<Break> broken = anotherCluster.or(() -> beginsAnew(landed));
    if (broken.isPresent()) {
      breaks.pass(broken.get());
      notes.add(name + " is landed from its start, as accepted (" + broken.get().kind().id() + ")");
      return anew(landed.lastEra() + 1);
    }
    return goingOn(landed);
  }

  /** Whether what the broker has is another log than the one landed from. */
  private Optional<Break> beginsAnew(Landed landed) {
    if (!landed.id().equals(topic.id())) {
      return Optional.of(
          new Break(
              Acceptance.Kind.RECREATED_TOPIC,
              name,
              "The topic was deleted and created again",
              name,
              "topic id " + landed.id(),
              topic.id()));
    }
    if (topic.partitions().size() < landed.next().size()) {
      return Optional.of(
          new Break(
              Acceptance.Kind.RECREATED_TOPIC,
              name,
              "The topic has fewer partitions than before",
              name,
              landed.next().size() + " partitions",
              topic.partitions().size() + " partitions"));
    }
    for (int partition = 0; partition < landed.next().size(); partition++) {
      long next = landed.next().get(partition);
      long end = topic.partitions().get(partition).end();
      if (next > end) {
        return Optional.of(
            new Break(
                Acceptance.Kind.TRUNCATED_LOG,
                name,
                "Kafka holds fewer records than were landed",
                new TopicPartition(name, partition).toString(),
                "an end of at least " + next,
                "end " + end));
      }
    }
    return Optional.empty();
  }

  private Planned anew(int era) {
    TreeMap<TopicPartition, OffsetRange> read = new TreeMap<>();
    for (int partition = 0; partition < topic.partitions().size(); partition++) {
      TopicPartition where = new TopicPartition(name, partition);
      OffsetRange kept = topic.partitions().get(partition);
      noteOlderGone(where, kept);
      read.put(where, kept);
    }
    List<Integer> eras = Collections.nCopies(topic.partitions().size(), era);
    return new Planned(read, new TreeMap<>(), landedUpTo(read, List.of(), eras), notes);
  }

  private Planned goingOn(Landed landed) {
    int grown = topic.partitions().size() - landed.next().size();
    List<Integer> eras = eras(landed, grown > 0);
    TreeMap<TopicPartition, OffsetRange> read = new TreeMap<>();
    TreeMap<TopicPartition, OffsetRange> lost = new TreeMap<>();
    for (int partition = 0; partition < topic.partitions().size(); partition++) {
      TopicPartition where = new TopicPartition(name, partition);
      OffsetRange kept = topic.partitions().get(partition);
      if (partition >= landed.next().size()) {
        noteOlderGone(where, kept);
        read.put(where, kept);
        continue;
      }
      long next = landed.next().get(partition);
      if (next < kept.start()) {
        passLost(where, next, kept);
        lost.put(where, new OffsetRange(next, kept.start()));
      }
      read.put(where, new OffsetRange(Math.max(next, kept.start()), kept.end()));
    }
    return new Planned(read, lost, landedUpTo(read, landed.high(), eras), notes);
  }

  /**
   * A key may move to another partition when there are more of them. So all go on in the last era
   * that one of them reached; where order is that of delivery, offsets of two partitions cannot be
   * compared, and all go on in a new era.
   */
  private List<Integer> eras(Landed landed, boolean grown) {
    if (!grown) {
      return landed.era();
    }
    String counts = landed.next().size() + " to " + topic.partitions().size() + " partitions";
    notes.add(name + " grew from " + counts);
    int era = landed.lastEra();
    if (orderedByDelivery) {
      breaks.pass(
          new Break(
              Acceptance.Kind.MORE_PARTITIONS,
              name,
              "Partitions were added to a topic whose events have no order but that of delivery",
              name,
              landed.next().size() + " partitions",
              topic.partitions().size() + " partitions"));
      era++;
    }
    return Collections.nCopies(topic.partitions().size(), era);
  }

  private void passLost(TopicPartition where, long next, OffsetRange kept) {
    breaks.pass(
        new Break(
            Acceptance.Kind.LOST_RECORDS,
            name,
            "Records that were not landed yet are gone from Kafka",
            where.toString(),
            "offset " + next + " still kept",
            "first kept offset "
                + kept.start()
                + ", "
                + (kept.start() - next)
                + " offsets lost to retention"));
    notes.add(where + " lost " + (kept.start() - next) + " offsets, as accepted");
  }

  private void noteOlderGone(TopicPartition where, OffsetRange kept) {
    if (kept.start() > 0) {
      notes.add(
          where + " starts at offset " + kept.start() + ": older records are gone from Kafka");
    }
  }

  private Landed landedUpTo(
      SortedMap<TopicPartition, OffsetRange> read, List<String> high, List<Integer> eras) {
    return new Landed(
        topic.id(), read.values().stream().map(OffsetRange::end).toList(), high, eras);
  }
}
