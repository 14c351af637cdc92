package io.firn.bronze;

import io.firn.change.EnvelopeOperation;
import io.firn.change.PositionOrder;
import io.firn.config.BronzeTable;
import io.firn.config.Pipeline;
import io.firn.model.Era;
import io.firn.model.OffsetRange;
import io.firn.model.TableName;
import io.firn.model.TopicPartition;
import io.firn.run.JobContext;
import io.firn.table.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;

/**
 * Finds which offsets bronze and its quarantine hold, as ranges without a hole: few, however many
 * the offsets are.
 */
final class HeldRows {
  private final BronzeTable table;
  private final BronzeProgress progress;
  private final JobContext context;

  HeldRows(BronzeTable table, BronzeProgress progress, JobContext context) {
    this.table = table;
    this.progress = progress;
    this.context = context;
  }

  /** What is held of each of {@code ranges}; of their partitions' present eras. */
  Map<TopicPartition, HeldOffsets> in(Map<TopicPartition, OffsetRange> ranges) {
    Dataset<Row> offsets =
        rows(table.unit().tableName())
            .where(anyOf(ranges, true))
            .select("topic", "partition", "offset");
    if (Tables.load(context.catalog(), Pipeline.quarantine()).isPresent()) {
      Column ofUnit = functions.col("unit").equalTo(table.unit().toString());
      offsets =
          offsets
              .union(
                  rows(Pipeline.quarantine())
                      .where(ofUnit.and(anyOf(ranges, false)))
                      .select("topic", "partition", "offset"))
              .distinct();
    }
    Map<TopicPartition, List<OffsetRange>> held = new HashMap<>();
    for (Row row : runs(offsets)) {
      held.computeIfAbsent(
              new TopicPartition(row.getString(0), row.getInt(1)), none -> new ArrayList<>())
          .add(new OffsetRange(row.getLong(2), row.getLong(3) + 1));
    }
    Map<TopicPartition, HeldOffsets> found = new HashMap<>();
    ranges
        .keySet()
        .forEach(
            partition ->
                found.put(partition, new HeldOffsets(held.getOrDefault(partition, List.of()))));
    return found;
  }

  /** Offsets in a row share their distance to their place in the order. */
  private static List<Row> runs(Dataset<Row> offsets) {
    Column place =
        functions.row_number().over(Window.partitionBy("topic", "partition").orderBy("offset"));
    return offsets
        .withColumn("run", functions.col("offset").minus(place))
        .groupBy("topic", "partition", "run")
        .agg(functions.min("offset"), functions.max("offset"))
        .drop("run")
        .collectAsList();
  }

  /** The greatest position that bronze holds of {@code partition} before {@code offset}. */
  Optional<String> greatestBefore(TopicPartition partition, long offset) {
    String era = Era.prefix(progress.era(partition));
    Row greatest =
        rows(table.unit().tableName())
            .where(at(partition, true).and(functions.col("offset").lt(offset)))
            .where(functions.col("op").notEqual(EnvelopeOperation.READ.code()))
            .agg(functions.max("position"))
            .first();
    return Optional.ofNullable(greatest.getString(0))
        .map(position -> PositionOrder.of(table.connector()).marked(position))
        .map(marked -> marked.substring(era.length()));
  }

  private Column anyOf(Map<TopicPartition, OffsetRange> ranges, boolean hasPosition) {
    return ranges.entrySet().stream()
        .map(
            range ->
                at(range.getKey(), hasPosition)
                    .and(functions.col("offset").geq(range.getValue().start()))
                    .and(functions.col("offset").lt(range.getValue().end())))
        .reduce(Column::or)
        .orElse(functions.lit(false));
  }

  /** Rows of the partition's present era: offsets of another name other records. */
  private Column at(TopicPartition partition, boolean hasPosition) {
    Column same =
        functions
            .col("topic")
            .equalTo(partition.topic())
            .and(functions.col("partition").equalTo(partition.partition()));
    int era = progress.era(partition);
    if (!hasPosition) {
      return same.and(functions.col("era").equalTo(era));
    }
    Column position = functions.col("position");
    return same.and(
        era == 0 ? functions.not(position.startsWith("~")) : position.startsWith(Era.prefix(era)));
  }

  private Dataset<Row> rows(TableName name) {
    return context.spark().get().table(name.inCatalog(context.pipeline().catalog().name()));
  }
}
