package io.firn.bronze;

import io.firn.model.TopicPartition;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** A record that a Kafka consumer handed out. */
final class ConsumedRecord implements KafkaRecord {
  /** The few names that all headers have, each turned into Spark's text once. */
  private final Map<String, UTF8String> names = new HashMap<>();

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

  /** A record without headers has null, as spark-sql-kafka has it. */
  @Override
  public ArrayData headers() {
    Header[] headers = fetched.headers().toArray();
    if (headers.length == 0) {
      return null;
    }
    Object[] structs = new Object[headers.length];
    for (int i = 0; i < headers.length; i++) {
      structs[i] =
          new GenericInternalRow(
              new Object[] {
                names.computeIfAbsent(headers[i].key(), UTF8String::fromString), headers[i].value()
              });
    }
    return new GenericArrayData(structs);
  }
}
