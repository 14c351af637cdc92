package io.firn.bronze;

import io.firn.model.TopicPartition;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** A record that a Kafka consumer handed out. */
final class ConsumedRecord implements KafkaRecord {
  private String[] lastKeys = {};
  private byte[][] lastValues = {};
  private ArrayData last;
  private Slice slice;
  private ConsumerRecord<byte[], byte[]> fetched;

  /** This record, standing for {@code next} of {@code from} from now on. */
  ConsumedRecord at(Slice from, ConsumerRecord<byte[], byte[]> next) {
    slice = from;
    fetched = next;
    return this;
  }

  @Override
  public int unit() {
    return slice.unit();
  }

  @Override
  public TopicPartition partition() {
    return slice.partition();
  }

  @Override
  public long offset() {
    return fetched.offset();
  }

  @Override
  public long timestampMicros() {
    return TimeUnit.MILLISECONDS.toMicros(fetched.timestamp());
  }

  @Override
  public byte[] key() {
    return fetched.key();
  }

  @Override
  public byte[] value() {
    return fetched.value();
  }

  /**
   * A record without headers has null, as spark-sql-kafka has it. Connectors write the same headers
   * on event after event, so those of the record before are compared first and mostly taken.
   */
  @Override
  public ArrayData headers() {
    Header[] headers = fetched.headers().toArray();
    if (headers.length == 0) {
      return null;
    }
    if (!areLast(headers)) {
      lastKeys = new String[headers.length];
      lastValues = new byte[headers.length][];
      Object[] structs = new Object[headers.length];
      for (int i = 0; i < headers.length; i++) {
        lastKeys[i] = headers[i].key();
        lastValues[i] = headers[i].value();
        structs[i] =
            new GenericInternalRow(
                new Object[] {UTF8String.fromString(lastKeys[i]), lastValues[i]});
      }
      last = new GenericArrayData(structs);
    }
    return last;
  }

  private boolean areLast(Header[] headers) {
    if (headers.length != lastKeys.length) {
      return false;
    }
    for (int i = 0; i < headers.length; i++) {
      if (!headers[i].key().equals(lastKeys[i])
          || !Arrays.equals(headers[i].value(), lastValues[i])) {
        return false;
      }
    }
    return true;
  }
}
