package io.firn.bronze;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.firn.model.OffsetRange;
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
 * {"cluster":"…","topics":{"acme.shop.orders":{"id":"…","next":[120,7],"high":["…",""]}}}}, where
 * {@code next} is the first offset not yet landed of partition 0, 1, … and {@code high} the
 * greatest position landed of each, empty when there is none.
 */
record BronzeProgress(String cluster, SortedMap<String, Landed> topics) {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  BronzeProgress {
    topics = Collections.unmodifiableSortedMap(new TreeMap<>(topics));
  }

  /** One topic: its id, and the next offset and the greatest position of each partition. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Landed(String id, List<Long> next, List<String> high) {
    Landed {
      next = List.copyOf(next);
      high = high == null ? List.of() : List.copyOf(high);
    }

    private String high(int partition) {
      return partition < high.size() ? high.get(partition) : "";
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

  /** The greatest position landed of {@code partition}. */
  Optional<String> high(TopicPartition partition) {
    return Optional.ofNullable(topics.get(partition.topic()))
        .map(landed -> landed.high(partition.partition()))
        .filter(high -> !high.isEmpty());
  }

  /** This progress with the positions that were met on the way. */
  BronzeProgress withHighs(Map<TopicPartition, String> highs) {
    TreeMap<String, Landed> reached = new TreeMap<>();
    topics.forEach(
        (topic, landed) -> {
          List<String> high = new ArrayList<>();
          for (int partition = 0; partition < landed.next().size(); partition++) {
            high.add(
                highs.getOrDefault(new TopicPartition(topic, partition), landed.high(partition)));
          }
          reached.put(topic, new Landed(landed.id(), landed.next(), high));
        });
    return new BronzeProgress(cluster, reached);
  }

  /** This progress after the ranges of {@code state} up to their ends were landed. */
  static BronzeProgress after(BronzeProgress before, TopicState state) {
    TreeMap<String, Landed> topics = new TreeMap<>(before.topics);
    for (Map.Entry<String, TopicState.Topic> topic : state.topics().entrySet()) {
      List<Long> ends = topic.getValue().partitions().stream().map(OffsetRange::end).toList();
      Landed landed = before.topics.get(topic.getKey());
      List<String> high = landed == null ? List.of() : landed.high();
      topics.put(topic.getKey(), new Landed(topic.getValue().id(), ends, high));
    }
    return new BronzeProgress(state.clusterId(), topics);
  }

  static BronzeProgress none(String cluster) {
    return new BronzeProgress(cluster, Collections.emptySortedMap());
  }
}
