package io.firn.bronze;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.config.KafkaSettings;
import io.firn.model.KafkaRange;
import io.firn.model.OffsetRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;

/**
 * How Firn reads known offsets through spark-sql-kafka. Public so that what a landing is measured
 * against reads in the same way.
 */
public final class KafkaRecords {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Fetch settings for reading a known range to its end. The wait is the important one: at a
   * partition's end Kafka holds a fetch for {@code fetch.max.wait.ms} (default 500), once for each
   * consumer, and a short job is then mostly waiting (KAFKA-19884).
   */
  private static final Map<String, String> FETCH =
      Map.of(
          "fetch.max.wait.ms",
          "10",
          "max.partition.fetch.bytes",
          String.valueOf(4 << 20),
          "fetch.max.bytes",
          String.valueOf(64 << 20),
          "max.poll.records",
          "5000",
          "receive.buffer.bytes",
          String.valueOf(1 << 20),
          // Records of a transaction that was aborted never happened.
          "isolation.level",
          "read_committed");

  private KafkaRecords() {}

  /**
   * Reads {@code range} and nothing else; a record that is gone stops the read.
   *
   * @param kafka its options go before Firn's own fetch settings
   */
  public static DataFrameReader reader(SparkSession spark, KafkaSettings kafka, KafkaRange range) {
    DataFrameReader reader = spark.read().format("kafka");
    client(kafka).forEach((key, value) -> reader.option("kafka." + key, value));
    return reader
        .option("assign", assignment(range))
        .option("startingOffsets", offsets(range, OffsetRange::start))
        .option("endingOffsets", offsets(range, OffsetRange::end))
        .option("failOnDataLoss", "true");
  }

  /** Settings of a consumer; the pipeline's options go before Firn's own. */
  static SortedMap<String, String> client(KafkaSettings kafka) {
    TreeMap<String, String> client = new TreeMap<>(FETCH);
    client.putAll(kafka.clientProperties());
    return client;
  }

  private static String assignment(KafkaRange range) {
    Map<String, List<Integer>> partitions = new TreeMap<>();
    range
        .partitions()
        .keySet()
        .forEach(
            where ->
                partitions
                    .computeIfAbsent(where.topic(), topic -> new ArrayList<>())
                    .add(where.partition()));
    return json(partitions);
  }

  private static String offsets(KafkaRange range, ToLongFunction<OffsetRange> end) {
    Map<String, Map<String, Long>> offsets = new TreeMap<>();
    range
        .partitions()
        .forEach(
            (where, waiting) ->
                offsets
                    .computeIfAbsent(where.topic(), topic -> new TreeMap<>())
                    .put(String.valueOf(where.partition()), end.applyAsLong(waiting)));
    return json(offsets);
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("maps of text and numbers are JSON", impossible);
    }
  }
}
