package io.firn.bronze;

import io.firn.commit.RowFiles;
import io.firn.config.KafkaSettings;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.KafkaRange;
import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;

/** Through spark-sql-kafka's source: what Spark itself would do, and what the other is held to. */
final class SparkReader implements RecordReader {
  /** Topics that an error names. */
  private static final int MOST_TOLD = 5;

  @Override
  public List<LandingResult> land(
      SparkSession spark, KafkaSettings kafka, List<Slice> slices, LandingTask task) {
    List<LandingResult> results = new ArrayList<>();
    for (Map<TopicPartition, Slice> once : eachPartitionOnce(slices)) {
      try {
        results.addAll(landOnce(spark, kafka, once, task));
      } catch (Exception thrown) {
        Optional<Failure> refusal = refusal(once, thrown);
        if (refusal.isPresent()) {
          throw new FirnException(refusal.get());
        }
        throw thrown;
      }
    }
    return results;
  }

  /** Spark does not tell of which topic it was: any of them may be it. */
  private static Optional<Failure> refusal(Map<TopicPartition, Slice> read, Exception thrown) {
    return KafkaRefusal.of(
        read.keySet().stream()
            .map(TopicPartition::topic)
            .distinct()
            .limit(MOST_TOLD)
            .collect(Collectors.joining(" or ")),
        thrown);
  }

  private static List<LandingResult> landOnce(
      SparkSession spark,
      KafkaSettings kafka,
      Map<TopicPartition, Slice> slices,
      LandingTask task) {
    TreeMap<TopicPartition, OffsetRange> ranges = new TreeMap<>();
    TreeMap<TopicPartition, Integer> units = new TreeMap<>();
    slices.forEach(
        (partition, slice) -> {
          ranges.put(partition, slice.range());
          units.put(partition, slice.unit());
        });
    JavaRDD<InternalRow> rows =
        RowFiles.internal(
            KafkaRecords.reader(spark, kafka, new KafkaRange(ranges))
                .option("includeHeaders", "true")
                .load());
    // Coalescing packs partitions into as many tasks as there are cores, without a shuffle: a task
    // is a file, and a file for each of a thousand small topics is what rots a table.
    int tasks = Math.min(rows.getNumPartitions(), spark.sparkContext().defaultParallelism());
    FlatMapFunction<Iterator<InternalRow>, LandingResult> land =
        partition -> List.of(task.land(new SparkFeed(partition, units))).iterator();
    return rows.coalesce(Math.max(1, tasks)).mapPartitions(land).collect();
  }

  /** Spark reads a partition once in a query; one that feeds two tables needs two. */
  private static List<Map<TopicPartition, Slice>> eachPartitionOnce(List<Slice> slices) {
    List<Map<TopicPartition, Slice>> queries = new ArrayList<>();
    for (Slice slice : slices) {
      Map<TopicPartition, Slice> query =
          queries.stream()
              .filter(candidate -> !candidate.containsKey(slice.partition()))
              .findFirst()
              .orElseGet(
                  () -> {
                    queries.add(new TreeMap<>());
                    return queries.get(queries.size() - 1);
                  });
      query.put(slice.partition(), slice);
    }
    return queries;
  }
}
