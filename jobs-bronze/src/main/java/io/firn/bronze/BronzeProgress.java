package io.firn.bronze;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.firn.model.TopicPartition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The offsets that a bronze table holds, as they stand in its snapshots: {@code
 * {"cluster":"…","topics":{"acme.shop.orders":{"id":"…","next":[120,7],"high":["…",""],"era":[1,0]}}}},
 * where {@code next} is the first offset not yet landed of partition 0, 1, …, {@code high} the
 * greatest position landed of each, empty when there is none, and {@code era} the {@link
 * io.firn.model.Era} of each, left out while all are in the first.
 *
 * @param retried the last retry of refused records, which lands rows and moves no offset; null when
 *     there was none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BronzeProgress(String cluster, SortedMap<String, Landed> topics, String retried) {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  BronzeProgress(String cluster, SortedMap<String, Landed> topics) {
    this(cluster, topics, null);
  }

  BronzeProgress {
    topics = Collections.unmodifiableSortedMap(new TreeMap<>(topics));
  }

  /** One topic: its id, and next offset, greatest position and era of each partition. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Landed(String id, List<Long> next, List<String> high, List<Integer> era) {
    Landed {
      next = List.copyOf(next);
      high = high == null ? List.of() : List.copyOf(high);
      era = era == null || era.stream().allMatch(one -> one == 0) ? List.of() : List.copyOf(era);
    }

    String high(int partition) {
      return partition < high.size() ? high.get(partition) : "";
    }

    int era(int partition) {
      return partition < era.size() ? era.get(partition) : 0;
    }

    /** The last era that any of its partitions reached. */
    int lastEra() {
      return era.stream().mapToInt(Integer::intValue).max().orElse(0);
    }
  }

  static BronzeProgress parse(String text) {
    try {
      return JSON.readValue(text, BronzeProgress.class);
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("unreadable bronze progress in the table: " + text, broken);
    }
  }

  String text() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a record of strings and numbers is JSON", impossible);
    }
  }

  /** The first offset of {@code partition} not yet landed; empty when the partition is new. */
  OptionalLong next(TopicPartition partition) {
    Landed landed = topics.get(partition.topic());
    return landed == null || partition.partition() >= landed.next().size()
        ? OptionalLong.empty()
        : OptionalLong.of(landed.next().get(partition.partition()));
  }

  /** The greatest position landed of {@code partition} in its era. */
  Optional<String> high(TopicPartition partition) {
    return Optional.ofNullable(topics.get(partition.topic()))
        .map(landed -> landed.high(partition.partition()))
        .filter(high -> !high.isEmpty());
  }

  /** The era of {@code partition}. */
  int era(TopicPartition partition) {
    Landed landed = topics.get(partition.topic());
    return landed == null ? 0 : landed.era(partition.partition());
  }

  /** This progress with the positions and eras that were met on the way. */
  BronzeProgress reaching(Map<TopicPartition, PositionTrack> met) {
    TreeMap<String, Landed> reached = new TreeMap<>();
    topics.forEach(
        (topic, landed) -> {
          List<String> high = new ArrayList<>();
          List<Integer> era = new ArrayList<>();
          for (int partition = 0; partition < landed.next().size(); partition++) {
            PositionTrack track = met.get(new TopicPartition(topic, partition));
            high.add(
                track == null
                    ? landed.high(partition)
                    : track.high().orElse(landed.high(partition)));
            era.add(track == null ? landed.era(partition) : track.era());
          }
          reached.put(topic, new Landed(landed.id(), landed.next(), high, era));
        });
    return new BronzeProgress(cluster, reached, retried);
  }

  /** This progress with other first offsets to land. */
  BronzeProgress endingAt(Map<TopicPartition, Long> ends) {
    TreeMap<String, Landed> topicsThen = new TreeMap<>();
    topics.forEach(
        (topic, landed) -> {
          List<Long> next = new ArrayList<>();
          for (int partition = 0; partition < landed.next().size(); partition++) {
            next.add(
                ends.getOrDefault(
                    new TopicPartition(topic, partition), landed.next().get(partition)));
          }
          topicsThen.put(topic, new Landed(landed.id(), next, landed.high(), landed.era()));
        });
    return new BronzeProgress(cluster, topicsThen);
  }

  /** This progress once the retry of this run key has landed refused records. */
  BronzeProgress retriedBy(String runKey) {
    return new BronzeProgress(cluster, topics, runKey);
  }

  static BronzeProgress none(String cluster) {
    return new BronzeProgress(cluster, Collections.emptySortedMap());
  }
}
