package io.firn.bronze;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The offsets that a bronze table holds, as they stand in its snapshots: {@code
 * {"cluster":"…","topics":{"acme.shop.orders":{"id":"…","next":[120,7]}}}}, where {@code next} is
 * the first offset not yet landed of partition 0, 1, ….
 */
record BronzeProgress(String cluster, SortedMap<String, Landed> topics) {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  BronzeProgress {
    topics = Collections.unmodifiableSortedMap(new TreeMap<>(topics));
  }

  /** One topic: its id, and the next offset of each partition. */
  record Landed(String id, List<Long> next) {
    Landed {
      next = List.copyOf(next);
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

  /** This progress after the ranges of {@code state} up to their ends were landed. */
  static BronzeProgress after(BronzeProgress before, TopicState state) {
    TreeMap<String, Landed> topics = new TreeMap<>(before.topics);
    for (Map.Entry<String, TopicState.Topic> topic : state.topics().entrySet()) {
      List<Long> ends = topic.getValue().partitions().stream().map(OffsetRange::end).toList();
      topics.put(topic.getKey(), new Landed(topic.getValue().id(), ends));
    }
    return new BronzeProgress(state.clusterId(), topics);
  }

  static BronzeProgress none(String cluster) {
    return new BronzeProgress(cluster, Collections.emptySortedMap());
  }
}
