package io.firn.bench.landing;

import io.firn.bench.measure.Peer;
import io.firn.bench.measure.Work;
import io.firn.bench.workload.TopicLoad;
import io.firn.bronze.KafkaRecords;
import io.firn.config.Pipeline;
import io.firn.model.KafkaRange;
import io.firn.model.OffsetRange;
import io.firn.model.TableName;
import io.firn.model.TopicPartition;
import io.firn.run.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;

/**
 * The straight way: for each topic one DataFrame, read from Kafka with the same fetch settings, cut
 * with {@code from_json}, appended with {@code writeTo}. It keeps no offsets, checks no envelope
 * and finds no repeat.
 */
final class StraightPeer implements Peer {
  static final String NAME = "straight";

  /** Jobs at once; more than cores, so that one plans while another reads. */
  private static final int PARALLEL = 4;

  private static final String COLUMNS =
      """
      topic string, partition int, offset bigint, kafka_ts timestamp, key string, op string,
      before string, after string, source string, position string, source_ts bigint,
      headers array<struct<key: string, value: binary>>, landed_at timestamp
      """;

  private final SparkSession spark;
  private final Pipeline pipeline;
  private final Supply supply;

  StraightPeer(SparkSession spark, Pipeline pipeline, Supply supply) {
    this.spark = spark;
    this.pipeline = pipeline;
    this.supply = supply;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void prepare(int round) {
    supply.ready(round);
    if (round == 0) {
      spark.sql("CREATE NAMESPACE IF NOT EXISTS " + pipeline.catalog().name() + ".bronze");
      for (TopicLoad load : supply.loads()) {
        spark.sql(
            "CREATE TABLE %s (%s) USING iceberg PARTITIONED BY (days(landed_at))"
                .formatted(inCatalog(load), COLUMNS));
      }
    }
  }

  @Override
  public void run() {
    Parallel.map(
        supply.loads(),
        PARALLEL,
        load -> {
          append(load);
          return load;
        });
  }

  private void append(TopicLoad load) {
    Dataset<Row> rows =
        KafkaRecords.reader(spark, pipeline.kafka(), rangeOf(load.topic()))
            .option("includeHeaders", "true")
            .load()
            .selectExpr(
                "*",
                "from_json(CAST(value AS STRING), 'op STRING, before STRING, after STRING, source"
                    + " STRING') AS event")
            .selectExpr(
                "topic",
                "partition",
                "offset",
                "timestamp AS kafka_ts",
                "CAST(key AS STRING) AS key",
                "event.op",
                "event.before",
                "event.after",
                "event.source",
                "get_json_object(event.source, '$.lsn') AS position",
                "CAST(get_json_object(event.source, '$.ts_us') AS BIGINT) AS source_ts",
                "headers",
                "current_timestamp() AS landed_at");
    try {
      rows.writeTo(inCatalog(load)).append();
    } catch (NoSuchTableException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private KafkaRange rangeOf(String topic) {
    TreeMap<TopicPartition, OffsetRange> ranges = new TreeMap<>(supply.range().partitions());
    ranges.keySet().removeIf(partition -> !partition.topic().equals(topic));
    return new KafkaRange(ranges);
  }

  @Override
  public Work check() {
    List<TableName> tables = new ArrayList<>();
    supply.loads().forEach(load -> tables.add(table(load)));
    Work work;
    try (TableFiles files = new TableFiles(pipeline.catalog())) {
      work = files.latest(tables);
    }
    if (work.rows() != supply.events()) {
      throw new IllegalStateException(
          "the straight way wrote %d rows, expected %d".formatted(work.rows(), supply.events()));
    }
    return work;
  }

  private String inCatalog(TopicLoad load) {
    return table(load).inCatalog(pipeline.catalog().name());
  }

  private static TableName table(TopicLoad load) {
    return new TableName(
        "bronze", NAME + "_" + load.topic().substring(load.topic().lastIndexOf('.') + 1));
  }
}
