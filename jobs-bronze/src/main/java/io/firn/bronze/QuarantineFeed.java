package io.firn.bronze;

import io.firn.model.Failure;
import io.firn.model.TopicPartition;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Rows of the quarantine as records, in the order of topic, partition and offset. A record that
 * stands there twice comes once.
 */
final class QuarantineFeed implements Feed {
  /** Columns of the rows, in order. */
  static final String[] COLUMNS = {
    "topic", "partition", "offset", "kafka_ts", "key", "value", "headers"
  };

  private static final int TOPIC = 0;
  private static final int PARTITION = 1;
  private static final int OFFSET = 2;
  private static final int KAFKA_TS = 3;
  private static final int KEY = 4;
  private static final int VALUE = 5;
  private static final int HEADERS = 6;

  private final Iterator<InternalRow> rows;
  private final Current current = new Current();
  private InternalRow ahead;
  private TopicPartition partition = new TopicPartition("", -1);
  private long offset = -1;

  QuarantineFeed(Iterator<InternalRow> rows) {
    this.rows = rows;
  }

  /** Takes the next row: the one before it is valid no longer. */
  @Override
  public boolean hasNext() {
    while (ahead == null && rows.hasNext()) {
      InternalRow row = rows.next();
      TopicPartition where = partition(row);
      if (!where.equals(partition) || row.getLong(OFFSET) != offset) {
        partition = where;
        offset = row.getLong(OFFSET);
        ahead = row;
      }
    }
    return ahead != null;
  }

  private TopicPartition partition(InternalRow row) {
    UTF8String topic = row.getUTF8String(TOPIC);
    int number = row.getInt(PARTITION);
    boolean same = number == partition.partition() && topic.toString().equals(partition.topic());
    return same ? partition : new TopicPartition(topic.toString(), number);
  }

  @Override
  public KafkaRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more rows");
    }
    current.row = ahead;
    ahead = null;
    return current;
  }

  @Override
  public Map<Integer, Failure> failed() {
    return Map.of();
  }

  private final class Current implements KafkaRecord {
    private InternalRow row;

    @Override
    public int unit() {
      return 0;
    }

    @Override
    public TopicPartition partition() {
      return partition;
    }

    @Override
    public long offset() {
      return offset;
    }

    @Override
    public long timestampMicros() {
      return row.getLong(KAFKA_TS);
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
}
