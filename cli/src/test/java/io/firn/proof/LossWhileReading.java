package io.firn.proof;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Something that happens once, when a consumer has got its first records. Kafka makes it. */
public final class LossWhileReading implements ConsumerInterceptor<byte[], byte[]> {
  private static final AtomicReference<Runnable> LOSS = new AtomicReference<>();

  static void next(Runnable loss) {
    LOSS.set(loss);
  }

  static boolean happened() {
    return LOSS.get() == null;
  }

  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    Runnable loss = LOSS.getAndSet(null);
    if (loss != null) {
      loss.run();
    }
    return records;
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void configure(Map<String, ?> settings) {}

  @Override
  public void close() {}
}
