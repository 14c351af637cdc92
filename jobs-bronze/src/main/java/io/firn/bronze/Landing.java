package io.firn.bronze;

import io.firn.commit.Progress;
import io.firn.commit.RowFiles;
import io.firn.commit.Stamp;
import io.firn.commit.TableCommit;
import io.firn.commit.TaskIdentity;
import io.firn.commit.WrittenFiles;
import io.firn.config.BronzeTable;
import io.firn.model.TopicPartition;
import io.firn.run.JobContext;
import io.firn.table.Tables;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;

/** One bronze unit's Spark job: reads the planned offsets and writes files, commits none. */
final class Landing {
  private final BronzePlan plan;
  private final JobContext context;
  private final Table changes;
  private final Table quarantine;
  private final Optional<Progress> refusedBefore;

  Landing(BronzePlan plan, JobContext context) {
    this.plan = plan;
    this.context = context;
    this.changes =
        Tables.loadOrCreate(
            context.catalog(), BronzeTables.changes(plan.table().unit().tableName()));
    this.quarantine = Tables.loadOrCreate(context.catalog(), BronzeTables.quarantine());
    this.refusedBefore = Progress.read(quarantine, quarantineKey(plan.table()));
  }

  Table changes() {
    return changes;
  }

  private static String quarantineKey(BronzeTable table) {
    return "firn.progress." + table.unit();
  }

  LandingResult land() {
    SparkSession spark = context.spark().get();
    LandingTask task = new LandingTask(target());
    JavaRDD<InternalRow> records = records(spark);
    int tasks = Math.min(records.getNumPartitions(), spark.sparkContext().defaultParallelism());
    // Coalescing packs partitions into as many tasks as there are cores, without a shuffle: a task
    // is a file, and a file for each of a thousand small topics is what rots a table.
    return LandingTask.merge(records.coalesce(Math.max(1, tasks)).mapPartitions(task).collect());
  }

  private JavaRDD<InternalRow> records(SparkSession spark) {
    return RowFiles.internal(
        KafkaRecords.reader(spark, context.pipeline().kafka(), plan.range().nonEmpty())
            .option("includeHeaders", "true")
            .load());
  }

  private LandingTarget target() {
    BronzeTable table = plan.table();
    return new LandingTarget(
        table.unit().toString(),
        table.topics(),
        table.namesTenant(),
        table.connector(),
        SerializableTable.copyOf(changes),
        SerializableTable.copyOf(quarantine),
        quarantinedUpTo(),
        new LandingTarget.Landing(
            context.runKey().value(),
            TaskIdentity.operation(context.runKey()),
            ChronoUnit.MICROS.between(Instant.EPOCH, context.startedAt())));
  }

  private Map<TopicPartition, Long> quarantinedUpTo() {
    Map<TopicPartition, Long> upTo = new HashMap<>();
    refusedBefore
        .map(Progress::text)
        .map(BronzeProgress::parse)
        .ifPresent(
            progress ->
                plan.range()
                    .partitions()
                    .keySet()
                    .forEach(
                        partition ->
                            progress.next(partition).ifPresent(next -> upTo.put(partition, next))));
    return upTo;
  }

  void commitRefused(WrittenFiles refused) {
    if (refused.isEmpty()) {
      return;
    }
    Stamp stamp =
        new Stamp(
            plan.table().unit(),
            context.runKey(),
            quarantineKey(plan.table()),
            refusedBefore.map(Progress::text),
            plan.next().text(),
            new TreeMap<>());
    new TableCommit(quarantine, stamp).append(refused);
  }
}
