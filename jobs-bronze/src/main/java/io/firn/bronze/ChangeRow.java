package io.firn.bronze;

import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * One row of a bronze table on its way into a file, a column to a field; texts are UTF-8. Filled
 * anew for each change: a landing makes no objects for what it only passes on.
 *
 * <p>An array that stands for one value row after row (tenant, topic, schema) is best the same
 * object each time: its column then takes it as it took it before.
 */
final class ChangeRow {
  byte[] tenant;
  byte[] key;
  byte[] operation;
  final Text before = new Text();
  final Text after = new Text();
  final Text source = new Text();
  final Text patch = new Text();
  byte[] position;
  long sourceMicros;
  byte[] topic;
  int partition;
  long offset;
  long kafkaMicros;
  ArrayData headers;
  byte[] schemaId;
  byte[] runKey;
  long landedAtMicros;

  /** A stretch of an array; none when {@code bytes} is null. */
  static final class Text {
    byte[] bytes;
    int start;
    int length;

    void set(byte[] all, int from, int count) {
      bytes = all;
      start = from;
      length = count;
    }

    void set(byte[] whole) {
      set(whole, 0, whole.length);
    }

    void clear() {
      bytes = null;
    }
  }
}
