package io.firn.bronze;

import io.firn.config.KafkaSettings;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** How the records of known offsets get from Kafka into landing tasks. */
interface RecordReader {

  /** Lands {@code slices}, none of them empty, in tasks; commits nothing. */
  List<LandingResult> land(
      SparkSession spark, KafkaSettings kafka, List<Slice> slices, LandingTask task);
}
