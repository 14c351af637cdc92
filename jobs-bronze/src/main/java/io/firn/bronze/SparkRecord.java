package io.firn.bronze;

import io.firn.model.TopicPartition;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** A row of spark-sql-kafka's source, {@code includeHeaders} on, by the places of its columns. */
final class SparkRecord implements KafkaRecord {
  private static final int KEY = 0;
  private static final int VALUE = 1;
  private static final int TOPIC = 2;
  private static final int PARTITION = 3;
  private static final int OFFSET = 4;
  private static final int TIMESTAMP = 5;
  private static final int HEADERS = 7;

  private final Map<TopicPartition, Integer> units;
  private InternalRow row;
  private int unit;
  private UTF8String topic = UTF8String.EMPTY_UTF8;
  private TopicPartition partition = new TopicPartition("", -1);

  /**
   * @param units the one unit that each partition is landed for
   */
  SparkRecord(Map<TopicPartition, Integer> units) {
    this.units = units;
  }

  /** This record, standing for {@code next} from now on. */
  SparkRecord at(InternalRow next) {
    row = next;
    UTF8String nextTopic = next.getUTF8String(TOPIC);
    int nextPartition = next.getInt(PARTITION);
    // Rows come partition by partition: one name for many rows.
    if (nextPartition != partition.partition() || !nextTopic.equals(topic)) {
      topic = nextTopic.clone();
      partition = new TopicPartition(topic.toString(), nextPartition);
      unit = units.get(partition);
    }
    return this;
  }

  @Override
  public int unit() {
    return unit;
  }

  @Override
  public TopicPartition partition() {
    return partition;
  }

  @Override
  public long offset() {
    return row.getLong(OFFSET);
  }

  @Override
  public long timestampMicros() {
    return row.getLong(TIMESTAMP);
  }

  @Override
  public byte[] key() {
    return row.isNullAt(KEY) ? null : row.getBinary(KEY);
  }

  @Override
  public byte[] value() {
    return row.isNullAt(VALUE) ? null : row.getBinary(VALUE);
  }

  @Override
  public ArrayData headers() {
    return row.isNullAt(HEADERS) ? null : row.getArray(HEADERS);
  }
}
