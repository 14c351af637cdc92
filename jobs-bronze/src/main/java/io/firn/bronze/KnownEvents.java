package io.firn.bronze;

import io.firn.bronze.PositionTrack.Overlap;
import io.firn.bronze.Repeats.Delivered;
import io.firn.change.EnvelopeOperation;
import io.firn.change.EventIdentity;
import io.firn.change.EventParts;
import io.firn.change.MongoMark;
import io.firn.change.PositionOrder;
import io.firn.config.Connector;
import io.firn.model.Era;
import io.firn.model.TopicPartition;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import scala.Tuple2;

/**
 * Looks up which events a bronze table holds between two positions of a partition. Positions grow
 * with the files, whose bounds name them, so that only the last files are opened; where delivery is
 * the order, the source's time does the same for its marks.
 */
final class KnownEvents {
  private static final int KEY = 2;
  private static final int BEFORE = 3;
  private static final int AFTER = 4;
  private static final int PATCH = 5;
  private static final int OFFSET = 6;

  private final Dataset<Row> table;
  private final Connector connector;
  private final PositionOrder order;

  /**
   * @param table the bronze table's rows as they were when the run was planned
   */
  KnownEvents(Dataset<Row> table, Connector connector) {
    this.table = table;
    this.connector = connector;
    this.order = PositionOrder.of(connector);
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
          repeats.put(
              partition,
              order == PositionOrder.SOURCE
                  ? new Repeats(overlap, between(partition, era, overlap))
                  : delivered(partition, era, overlap));
        });
    return repeats;
  }

  private Set<EventIdentity> between(TopicPartition partition, String era, Overlap overlap) {
    Dataset<Row> rows =
        of(partition)
            .where(functions.col("position").between(era + overlap.from(), era + overlap.to()));
    return events(rows, era, overlap).stream()
        .map(event -> event._2().event())
        .collect(Collectors.toSet());
  }

  private Repeats delivered(TopicPartition partition, String era, Overlap overlap) {
    // A snapshot's reads are no repeats and say nothing about what was delivered.
    Dataset<Row> changes =
        of(partition)
            .where(functions.col("position").startsWith(era))
            .where(functions.col("op").notEqual(EnvelopeOperation.READ.code()));
    List<Tuple2<Long, Delivered>> events =
        events(changes.where(made(overlap)), era, overlap).stream()
            .sorted((left, right) -> Long.compare(left._1(), right._1()))
            .toList();
    boolean isAll =
        events.isEmpty()
            || changes
                .where(functions.col("offset").gt(events.get(events.size() - 1)._1()))
                .isEmpty();
    return Repeats.ofDeliveries(overlap, events.stream().map(Tuple2::_2).toList(), isAll);
  }

  /** The times between which the overlap's events were made. */
  private static Column made(Overlap overlap) {
    return functions
        .col("source_ts")
        .between(
            functions.timestamp_micros(functions.lit(MongoMark.micros(overlap.from()))),
            functions.timestamp_micros(functions.lit(MongoMark.micros(overlap.to()))));
  }

  private Dataset<Row> of(TopicPartition partition) {
    return table.where(
        functions
            .col("topic")
            .equalTo(partition.topic())
            .and(functions.col("partition").equalTo(partition.partition())));
  }

  /** Those in the overlap, with their offsets. */
  private List<Tuple2<Long, Delivered>> events(Dataset<Row> rows, String era, Overlap overlap) {
    Connector source = connector;
    PositionOrder by = order;
    Function<Row, Tuple2<Long, Delivered>> event =
        row -> {
          String mark = by.marked(row.getString(0)).substring(era.length());
          return new Tuple2<>(
              row.getLong(OFFSET), new Delivered(mark, EventIdentity.of(source, mark, parts(row))));
        };
    return rows.select("position", "op", "key", "before", "after", "patch", "offset")
        .javaRDD()
        .map(event)
        .filter(found -> overlap.contains(found._2().mark()))
        .collect();
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
