package io.firn.silver;

import io.firn.model.TopicPartition;
import io.firn.run.JobContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Finds the keys of which a range brings a change that stands before one that an earlier run has
 * applied. What the table has of such a key cannot be carried on by looking at the table: a delete
 * leaves no row that a late change could be compared with, and a row does not say since when it has
 * a value that the source left out. Bronze has every change, so it is the memory, without bound and
 * without cost: these keys, and no others, are made anew from all of it ({@link Rows#again}).
 *
 * <p>It costs nothing while nothing is late. Bronze's own progress says how far each
 * topic-partition was landed before the range: landing stops at a change that goes back, so that
 * only what a person let pass ({@code late-events}), refused records that were retried, a replay
 * and the reads of another snapshot can stand below. The lowest position and offset of each
 * topic-partition are known from the pass that {@link Profile} makes anyway; where they are not
 * below, no change is late. Why that is enough: all changes of a key come in one topic-partition
 * (Debezium makes Kafka's key of the row's, and tells a key change as one event for each key), so
 * an applied change of the key is not above its {@code high}, and a change that is not below it is
 * later. Records without a Kafka key come in any partition; for their topic the highest of all
 * partitions counts. One thing is not seen: a topic that gets more partitions sends a key's changes
 * elsewhere from then on, and a backlog in the old partition may be promoted after them.
 *
 * <p>What is below may still be later than all that its own key has, as the reads of a snapshot
 * that runs beside the changes are; so the keys are looked up in that part of bronze that stands
 * behind the lowest late change, which file metrics find.
 *
 * <p>With MongoDB, where offsets are the order, only what a replay or a retry brings is late.
 */
final class LateKeys {
  private static final StructType PARTITIONS =
      new StructType()
          .add("__topic", DataTypes.StringType)
          .add("__number", DataTypes.IntegerType)
          .add("__next", DataTypes.LongType)
          .add("__high", DataTypes.StringType)
          .add("__end", DataTypes.StringType);

  /** Iceberg prunes files by a list of at most 200 values. */
  private static final int PRUNED_BY = 200;

  private final Delta delta;
  private final Map<TopicPartition, Landed.Until> late;

  private LateKeys(Delta delta, Map<TopicPartition, Landed.Until> late) {
    this.delta = delta;
    this.late = late;
  }

  /** Empty when no change of {@code delta} can be late; known without a look at the rows. */
  static Optional<LateKeys> in(Delta delta, Landed landed) {
    Map<TopicPartition, Landed.Until> late = new TreeMap<>();
    Set<String> anywhere = delta.profile().withoutKeys();
    delta
        .profile()
        .lowest()
        .forEach(
            (partition, lowest) ->
                landed
                    .late(partition, lowest, anywhere.contains(partition.topic()))
                    .ifPresent(until -> late.put(partition, until)));
    return late.isEmpty() ? Optional.empty() : Optional.of(new LateKeys(delta, late));
  }

  /**
   * Keys that have a change before the range which is later than one in it, one row {@code __key
   * string} for each.
   *
   * @param before the changes of bronze before the range, in {@link Delta}'s columns
   */
  Dataset<Row> among(Dataset<Row> before, KeyPaths keyPaths, JobContext context) {
    KeyedChanges keyed = new KeyedChanges(keyPaths, Map.of(), Rows.refusals(context));
    Dataset<Row> earliest =
        Rows.changes(lateRows(context), keyed)
            .groupBy(Columns.KEY)
            .agg(functions.min(order()).as("__earliest"))
            .withColumnRenamed(Columns.KEY, "__late");
    Column mayBeLater =
        functions
            .col("op")
            .isin("r", "c", "u", "d")
            .and(functions.col("position").geq(lowestPosition()))
            .and(topics());
    Dataset<Row> applied = Rows.changes(before.filter(mayBeLater), keyed);
    return applied
        .join(
            functions.broadcast(earliest),
            functions
                .col(Columns.KEY)
                .equalTo(functions.col("__late"))
                .and(order().gt(functions.col("__earliest"))),
            "left_semi")
        .select(Columns.KEY)
        .distinct();
  }

  private Dataset<Row> lateRows(JobContext context) {
    List<Row> rows = new ArrayList<>();
    late.forEach(
        (partition, until) ->
            rows.add(
                RowFactory.create(
                    partition.topic(),
                    partition.partition(),
                    until.next(),
                    until.high(),
                    until.end())));
    Dataset<Row> partitions = context.spark().get().createDataFrame(rows, PARTITIONS);
    Column isLate =
        functions
            .col("topic")
            .equalTo(functions.col("__topic"))
            .and(functions.col("partition").equalTo(functions.col("__number")))
            .and(functions.col("position").lt(functions.col("__end")))
            .and(
                functions
                    .col("offset")
                    .lt(functions.col("__next"))
                    .or(functions.col("position").lt(functions.col("__high"))));
    return delta.rows().join(functions.broadcast(partitions), isLate, "left_semi");
  }

  private String lowestPosition() {
    return Collections.min(
        late.keySet().stream()
            .map(partition -> delta.profile().lowest().get(partition).position())
            .toList());
  }

  private Column topics() {
    List<String> topics = late.keySet().stream().map(TopicPartition::topic).distinct().toList();
    return topics.size() > PRUNED_BY
        ? functions.lit(true)
        : functions.col("topic").isin(topics.toArray());
  }

  private static Column order() {
    return functions.struct(
        functions.col(Columns.POSITION),
        functions.col(Columns.PARTITION),
        functions.col(Columns.OFFSET));
  }
}
