package io.firn.bronze;

import io.firn.bronze.Cut.Change;
import io.firn.bronze.LandingResult.Landed;
import io.firn.bronze.QuarantineLog.Asked;
import io.firn.commit.RowFiles;
import io.firn.commit.TableCommit;
import io.firn.commit.TaskIdentity;
import io.firn.config.BronzeTable;
import io.firn.config.Pipeline;
import io.firn.model.FirnException;
import io.firn.model.TableName;
import io.firn.model.TopicPartition;
import io.firn.run.JobContext;
import io.firn.table.Tables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** Reads chosen records of one unit and one era out of the quarantine, as Spark jobs. */
final class RetryPass {
  private final BronzeTable table;
  private final Table bronze;
  private final JobContext context;
  private final Asked asked;
  private final int era;
  private Landed landed = Landed.NOTHING;

  RetryPass(BronzeTable table, Table bronze, JobContext context, Asked asked, int era) {
    this.table = table;
    this.bronze = bronze;
    this.context = context;
    this.asked = asked;
    this.era = era;
  }

  /** What the records are now. */
  List<Cut> cut(Collection<RecordPlace> places) {
    LandingTarget target = target(Map.of());
    String operationId = TaskIdentity.operation(context.runKey());
    FlatMapFunction<Iterator<InternalRow>, Cut> cut =
        rows -> {
          Cutter cutter = new Cutter(target, operationId);
          Feed feed = new QuarantineFeed(rows);
          List<Cut> cuts = new ArrayList<>();
          while (feed.hasNext()) {
            cuts.add(cutter.cut(feed.next()));
          }
          return cuts.iterator();
        };
    return rows(places).mapPartitions(cut).collect();
  }

  RetryLookup lookup() {
    // Of the snapshot that the progress was read from: rows that came later came with another
    // progress, by which this retry's commit is fenced.
    Dataset<Row> rows =
        context
            .spark()
            .get()
            .read()
            .option("versionAsOf", bronze.currentSnapshot().snapshotId())
            .table(name(table.unit().tableName()));
    return new RetryLookup(rows, table.connector(), era);
  }

  /**
   * Writes the records of {@code changes} as a landing does; no snapshot refers to the files yet.
   *
   * @throws FirnException when the records cannot be read now, as without their schema registry
   * @throws IllegalStateException when a landing takes a record for something else than the look at
   *     it did
   */
  void land(List<Change> changes, BronzeProgress progress) {
    Table quarantine = Tables.load(context.catalog(), Pipeline.quarantine()).orElseThrow();
    LandingStamp stamp =
        new LandingStamp(
            asked.runKey(),
            TaskIdentity.operation(context.runKey()),
            QuarantineLog.micros(asked.at()));
    LandingTask task =
        new LandingTask(
            List.of(target(standings(changes, progress))),
            SerializableTable.copyOf(quarantine),
            stamp);
    FlatMapFunction<Iterator<InternalRow>, LandingResult> land =
        rows -> List.of(task.land(new QuarantineFeed(rows))).iterator();
    LandingResult result =
        LandingResult.merge(
            rows(changes.stream().map(Change::place).toList()).mapPartitions(land).collect());
    landed = result.units().getOrDefault(0, Landed.NOTHING);
    boolean failed = result.failed().containsKey(0);
    if (failed || landed.changes().rows() != changes.size()) {
      TableCommit.discard(bronze, landed.changes());
      TableCommit.discard(quarantine, landed.refused());
    }
    if (failed) {
      throw new FirnException(result.failed().get(0));
    }
    if (landed.changes().rows() != changes.size()) {
      throw new IllegalStateException(
          changes.size() + " records were to be written, " + landed.changes().rows() + " were");
    }
  }

  private Map<TopicPartition, Standing> standings(List<Change> changes, BronzeProgress progress) {
    Map<TopicPartition, Standing> standings = new HashMap<>();
    for (Change change : changes) {
      TopicPartition partition = change.place().partition();
      String high = progress.era(partition) == era ? progress.high(partition).orElse(null) : null;
      standings.put(partition, new Standing(era, high, Set.of(), false));
    }
    return standings;
  }

  private LandingTarget target(Map<TopicPartition, Standing> standings) {
    return new LandingTarget(
        table.unit().toString(),
        table.topics(),
        table.namesTenant(),
        table.connector(),
        RegistryAccess.of(table.format(), context.pipeline().kafka()),
        SerializableTable.copyOf(bronze),
        standings,
        Map.of());
  }

  /** What was written. */
  Landed landed() {
    return landed;
  }

  /** Positions of the partitions that are still in this pass's era. */
  Map<TopicPartition, PositionTrack> positions(BronzeProgress progress) {
    Map<TopicPartition, PositionTrack> positions = new HashMap<>();
    Ledger.joined(table.unit(), landed.counts())
        .forEach(
            (partition, count) -> {
              if (progress.era(partition) == era) {
                positions.put(partition, count.positions());
              }
            });
    return positions;
  }

  private JavaRDD<InternalRow> rows(Collection<RecordPlace> places) {
    Places chosen = new Places(places);
    UDF3<String, Integer, Long, Boolean> isChosen =
        (topic, partition, offset) -> chosen.contains(new TopicPartition(topic, partition), offset);
    SparkSession spark = context.spark().get();
    int tasks = Math.min(chosen.partitions().size(), spark.sparkContext().defaultParallelism());
    return RowFiles.internal(
        spark
            .table(name(Pipeline.quarantine()))
            .where(functions.col("unit").equalTo(table.unit().toString()))
            .where(functions.col("topic").isin(chosen.topics()))
            .where(functions.col("offset").between(chosen.least(), chosen.greatest()))
            .where(functions.col("era").equalTo(era))
            .where(
                functions
                    .udf(isChosen, DataTypes.BooleanType)
                    .apply(
                        functions.col("topic"),
                        functions.col("partition"),
                        functions.col("offset")))
            .selectExpr(quoted(QuarantineFeed.COLUMNS))
            .repartition(Math.max(1, tasks), functions.col("topic"), functions.col("partition"))
            .sortWithinPartitions("topic", "partition", "offset"));
  }

  private static String[] quoted(String[] columns) {
    String[] quoted = new String[columns.length];
    for (int i = 0; i < columns.length; i++) {
      quoted[i] = "`" + columns[i] + "`";
    }
    return quoted;
  }

  private String name(TableName name) {
    return name.inCatalog(context.pipeline().catalog().name());
  }
}
