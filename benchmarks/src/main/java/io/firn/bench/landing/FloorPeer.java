package io.firn.bench.landing;

import io.firn.bench.measure.Peer;
import io.firn.bench.measure.Work;
import io.firn.bronze.KafkaRecords;
import io.firn.config.KafkaSettings;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The floor: Spark reads the same offsets through the same source with the same fetch settings, in
 * the session that Firn lands with, and throws the rows away. No landing that reads through Spark
 * can be faster.
 *
 * <p>It leaves out the headers, which the landing keeps: a floor lower than the landing's own read
 * makes the ratio worse, never better.
 */
final class FloorPeer implements Peer {
  static final String NAME = "floor";

  private final SparkSession spark;
  private final KafkaSettings kafka;
  private final Supply supply;

  FloorPeer(SparkSession spark, KafkaSettings kafka, Supply supply) {
    this.spark = spark;
    this.kafka = kafka;
    this.supply = supply;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void prepare(int round) {
    supply.ready(round);
  }

  @Override
  public void run() {
    rows().write().format("noop").mode("overwrite").save();
  }

  @Override
  public Work check() {
    long rows = rows().count();
    if (rows != supply.events()) {
      throw new IllegalStateException(
          "the floor read %d rows, expected %d".formatted(rows, supply.events()));
    }
    return Work.ofRows(rows);
  }

  private Dataset<Row> rows() {
    return KafkaRecords.reader(spark, kafka, supply.range()).load();
  }
}
