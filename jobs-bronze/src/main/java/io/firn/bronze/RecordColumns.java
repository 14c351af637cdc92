package io.firn.bronze;

import io.firn.model.TopicPartition;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** Reads the columns of spark-sql-kafka's source, {@code includeHeaders} on, by their places. */
final class RecordColumns {
  private static final int KEY = 0;
  private static final int VALUE = 1;
  private static final int TOPIC = 2;
  private static final int PARTITION = 3;
  private static final int OFFSET = 4;
  private static final int TIMESTAMP = 5;
  private static final int HEADERS = 7;

  private RecordColumns() {}

  static byte[] key(InternalRow row) {
    return row.isNullAt(KEY) ? null : row.getBinary(KEY);
  }

  static byte[] value(InternalRow row) {
    return row.isNullAt(VALUE) ? null : row.getBinary(VALUE);
  }

  static TopicPartition partition(InternalRow row) {
    return new TopicPartition(row.getUTF8String(TOPIC).toString(), row.getInt(PARTITION));
  }

  static long offset(InternalRow row) {
    return row.getLong(OFFSET);
  }

  static long timestampMicros(InternalRow row) {
    return row.getLong(TIMESTAMP);
  }

  static ArrayData headers(InternalRow row) {
    return row.isNullAt(HEADERS) ? null : row.getArray(HEADERS);
  }
}
