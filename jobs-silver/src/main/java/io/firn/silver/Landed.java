package io.firn.silver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.change.PositionOrder;
import io.firn.commit.CommitKeys;
import io.firn.config.SilverTable;
import io.firn.model.Era;
import io.firn.model.TopicPartition;
import io.firn.run.JobContext;
import io.firn.table.Tables;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * How far each topic-partition was landed at a bronze snapshot, as that snapshot's progress says:
 * {@code {"topics":{TOPIC:{"next":[offset of partition 0, …],"high":[greatest position, …],"era":
 * […]}}}}.
 *
 * @param partitions empty when no snapshot says anything
 */
record Landed(Optional<Map<TopicPartition, Until>> partitions) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BEHIND_ALL = "~~";

  /**
   * A change is late when its position is below {@code end} and, besides, below {@code high} or its
   * offset below {@code next}.
   *
   * @param next the first offset that was not landed
   * @param high the greatest position; empty where offsets alone order changes
   * @param end behind every position of the partition's era
   */
  record Until(long next, String high, String end) {
    boolean isLate(String position, long offset) {
      return position.compareTo(end) < 0 && (offset < next || position.compareTo(high) < 0);
    }
  }

  /** The input of {@code table} at one of its snapshots. */
  static Landed of(SilverTable table, long snapshot, JobContext context) {
    PositionOrder order =
        context
            .pipeline()
            .bronze(table.from().table())
            .map(bronze -> PositionOrder.of(bronze.connector()))
            .orElseThrow();
    Table bronze = Tables.load(context.catalog(), table.from().tableName()).orElseThrow();
    return at(bronze, snapshot, order);
  }

  static Landed at(Table bronze, long snapshot, PositionOrder order) {
    for (Snapshot ancestor : SnapshotUtil.ancestorsOf(snapshot, bronze::snapshot)) {
      String progress = ancestor.summary().get(CommitKeys.PROGRESS);
      if (progress != null) {
        return new Landed(Optional.of(parse(progress, order)));
      }
    }
    return new Landed(Optional.empty());
  }

  private static Map<TopicPartition, Until> parse(String progress, PositionOrder order) {
    Map<TopicPartition, Until> partitions = new TreeMap<>();
    for (Map.Entry<String, JsonNode> topic : tree(progress).path("topics").properties()) {
      JsonNode next = topic.getValue().path("next");
      for (int partition = 0; partition < next.size(); partition++) {
        int era = topic.getValue().path("era").path(partition).asInt(0);
        String high = topic.getValue().path("high").path(partition).asText("");
        boolean positions = order == PositionOrder.SOURCE && !high.isEmpty();
        partitions.put(
            new TopicPartition(topic.getKey(), partition),
            new Until(
                next.path(partition).asLong(),
                positions ? Era.prefix(era) + high : "",
                Era.prefix(era + 1)));
      }
    }
    return partitions;
  }

  private static JsonNode tree(String progress) {
    try {
      return JSON.readTree(progress);
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException(
          "unreadable bronze progress in the table: " + progress, broken);
    }
  }

  /**
   * What makes changes of a topic-partition late; empty when those of a range are not.
   *
   * @param lowest position and offset of the range's changes
   * @param anywhere whether they may follow changes of another partition of the topic
   */
  Optional<Until> late(TopicPartition partition, Profile.Lowest lowest, boolean anywhere) {
    if (partitions.isEmpty()) {
      return Optional.of(new Until(Long.MAX_VALUE, "", BEHIND_ALL));
    }
    Optional<Until> own = Optional.ofNullable(partitions.get().get(partition));
    return (anywhere ? ofTopic(partition.topic(), own) : own)
        .filter(until -> until.isLate(lowest.position(), lowest.offset()));
  }

  private Optional<Until> ofTopic(String topic, Optional<Until> own) {
    long next = own.map(Until::next).orElse(0L);
    return partitions.orElseThrow().entrySet().stream()
        .filter(entry -> entry.getKey().topic().equals(topic))
        .map(Map.Entry::getValue)
        .reduce(Landed::furthest)
        .map(until -> new Until(next, until.high(), until.end()));
  }

  private static Until furthest(Until one, Until other) {
    return new Until(0, max(one.high(), other.high()), max(one.end(), other.end()));
  }

  private static String max(String one, String other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
