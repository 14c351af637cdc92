package io.firn.bronze;

import io.firn.bronze.PositionTrack.Overlap;
import io.firn.change.EventIdentity;
import io.firn.change.EventParts;
import io.firn.change.PositionOrder;
import io.firn.config.Connector;
import io.firn.model.Era;
import io.firn.model.TopicPartition;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.function.PairFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import scala.Tuple2;

/**
 * Looks up which events a bronze table holds between two positions of a partition. Positions grow
 * with the files, whose bounds name them, so that only the last files are opened.
 */
final class KnownEvents {
  private static final int KEY = 2;
  private static final int BEFORE = 3;
  private static final int AFTER = 4;
  private static final int PATCH = 5;

  private final Dataset<Row> table;
  private final Connector connector;

  /**
   * @param table the bronze table's rows as they were when the run was planned
   */
  KnownEvents(Dataset<Row> table, Connector connector) {
    this.table = table;
    this.connector = connector;
  }

  /**
   * @param standings where the partitions stood before the run
   */
  Map<TopicPartition, Repeats> in(
      Map<TopicPartition, Overlap> overlaps, Map<TopicPartition, Standing> standings) {
    Map<TopicPartition, Repeats> repeats = new HashMap<>();
    overlaps.forEach(
        (partition, overlap) -> {
          String era = Era.prefix(standings.get(partition).era());
          repeats.put(partition, new Repeats(overlap, in(partition, era, overlap)));
        });
    return repeats;
  }

  private Set<EventIdentity> in(TopicPartition partition, String era, Overlap overlap) {
    PositionOrder order = PositionOrder.of(connector);
    Connector source = connector;
    Column within = functions.col("position").startsWith(era);
    if (order == PositionOrder.SOURCE) {
      within = functions.col("position").between(era + overlap.from(), era + overlap.to());
    }
    PairFunction<Row, String, Row> marked =
        row -> new Tuple2<>(order.marked(row.getString(0)).substring(era.length()), row);
    return new HashSet<>(
        table
            .where(
                functions
                    .col("topic")
                    .equalTo(partition.topic())
                    .and(functions.col("partition").equalTo(partition.partition()))
                    .and(within))
            .select("position", "op", "key", "before", "after", "patch")
            .javaRDD()
            .mapToPair(marked)
            .filter(event -> overlap.contains(event._1()))
            .map(event -> EventIdentity.of(source, event._1(), parts(event._2())))
            .collect());
  }

  private static EventParts parts(Row row) {
    return new EventParts(
        row.getString(1),
        bytes(row, KEY),
        bytes(row, BEFORE),
        bytes(row, AFTER),
        bytes(row, PATCH));
  }

  private static byte[] bytes(Row row, int place) {
    return row.isNullAt(place) ? null : row.getString(place).getBytes(StandardCharsets.UTF_8);
  }
}
