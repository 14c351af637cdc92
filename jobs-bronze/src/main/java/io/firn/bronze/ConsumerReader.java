package io.firn.bronze;

import io.firn.config.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;

/** One consumer in each task, which reads many partitions one group after the other. */
final class ConsumerReader implements RecordReader {
  private static final String PATIENCE_MS = "default.api.timeout.ms";
  private static final String DEFAULT_PATIENCE_MS = "60000";

  @Override
  public List<LandingResult> land(
      SparkSession spark, KafkaSettings kafka, List<Slice> slices, LandingTask task) {
    Map<String, Object> client = new HashMap<>(KafkaRecords.client(kafka));
    client.put("enable.auto.commit", "false");
    // A record that is gone must stop its unit, not move the consumer to where records are.
    client.put("auto.offset.reset", "none");
    // As long as the client itself waits for an answer to any question.
    Duration patience =
        Duration.ofMillis(
            Long.parseLong(String.valueOf(client.getOrDefault(PATIENCE_MS, DEFAULT_PATIENCE_MS))));
    List<List<Slice>> packs = Packs.of(slices, spark.sparkContext().defaultParallelism());
    Function<List<Slice>, LandingResult> land =
        pack -> {
          ByteArrayDeserializer bytes = new ByteArrayDeserializer();
          try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(client, bytes, bytes)) {
            return task.land(new ConsumerFeed(consumer, pack, patience));
          }
        };
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(packs, packs.size())
        .map(land)
        .collect();
  }
}
