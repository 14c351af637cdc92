package io.firn.bronze;

import io.firn.model.Failure;
import io.firn.model.TopicPartition;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;

/** The rows of spark-sql-kafka's source. It stops the whole task when a record cannot be read. */
final class SparkFeed implements Feed {
  private final Iterator<InternalRow> rows;
  private final SparkRecord record;

  SparkFeed(Iterator<InternalRow> rows, Map<TopicPartition, Integer> units) {
    this.rows = rows;
    this.record = new SparkRecord(units);
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public KafkaRecord next() {
    return record.at(rows.next());
  }

  @Override
  public Map<Integer, Failure> failed() {
    return Map.of();
  }
}
