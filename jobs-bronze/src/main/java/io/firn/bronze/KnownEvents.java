package io.firn.bronze;

import io.firn.bronze.PositionTrack.Overlap;
import io.firn.change.EventIdentity;
import io.firn.model.TopicPartition;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Looks up which events a bronze table holds between two positions of a partition. Positions grow
 * with the files, whose bounds name them, so that only the last files are opened.
 */
final class KnownEvents {
  private static final int KEY = 2;
  private static final int BEFORE = 3;
  private static final int AFTER = 4;

  private final Dataset<Row> table;

  /**
   * @param table the bronze table's rows as they were when the run was planned
   */
  KnownEvents(Dataset<Row> table) {
    this.table = table;
  }

  Map<TopicPartition, Repeats> in(Map<TopicPartition, Overlap> overlaps) {
    Map<TopicPartition, Repeats> repeats = new HashMap<>();
    overlaps.forEach(
        (partition, overlap) ->
            repeats.put(partition, new Repeats(overlap, in(partition, overlap))));
    return repeats;
  }

  private Set<EventIdentity> in(TopicPartition partition, Overlap overlap) {
    Function<Row, EventIdentity> identity =
        row ->
            EventIdentity.of(
                row.getString(0),
                row.getString(1),
                bytes(row, KEY),
                bytes(row, BEFORE),
                bytes(row, AFTER));
    List<EventIdentity> found =
        table
            .where(
                functions
                    .col("topic")
                    .equalTo(partition.topic())
                    .and(functions.col("partition").equalTo(partition.partition()))
                    .and(functions.col("position").between(overlap.from(), overlap.to())))
            .select("position", "op", "key", "before", "after")
            .javaRDD()
            .map(identity)
            .collect();
    return new HashSet<>(found);
  }

  private static byte[] bytes(Row row, int place) {
    return row.isNullAt(place) ? null : row.getString(place).getBytes(StandardCharsets.UTF_8);
  }
}
