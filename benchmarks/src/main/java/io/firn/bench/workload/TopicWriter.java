package io.firn.bench.workload;

import io.firn.model.KafkaRange;
import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts workloads into topics as a Connect worker does: partition by the key's hash, Debezium's four
 * context headers on every record, lz4.
 */
public final class TopicWriter {
  /** How often progress is told. */
  private static final long STEP = 100_000;

  private static final short ONE_REPLICA = 1;

  private static final List<Header> HEADERS =
      List.of(
          header("__debezium.context.connectorLogicalName", "acme"),
          header("__debezium.context.taskId", "0"),
          header("__debezium.context.connectorName", "postgresql"),
          header("__debezium.context.runId", "01a1fc25-3da9-7a96-9a8b-2ae952d55f2f"));

  /** So many headers does a record carry. */
  public static final int HEADERS_PER_RECORD = HEADERS.size();

  private final String bootstrapServers;
  private final boolean headers;

  /**
   * @param headers whether records carry the headers; Debezium 3.5 always writes them
   */
  public TopicWriter(String bootstrapServers, boolean headers) {
    this.bootstrapServers = bootstrapServers;
    this.headers = headers;
  }

  /**
   * Creates the topic and fills it.
   *
   * @param told hears now and then how many records were sent
   */
  public FilledTopic fill(String topic, int partitions, Workload workload, LongConsumer told) {
    create(topic, partitions);
    AtomicLongArray ends = new AtomicLongArray(partitions);
    AtomicReference<Exception> failure = new AtomicReference<>();
    long valueBytes = 0;
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      for (long index = 0; index < workload.events() && failure.get() == null; index++) {
        ChangeRecord event = workload.event(index);
        valueBytes += event.value().length;
        // The callback hears of a failure; waiting for each record would take hours.
        Future<RecordMetadata> unused =
            producer.send(
                record(topic, event),
                (place, failed) -> {
                  if (failed != null) {
                    failure.compareAndSet(null, failed);
                  } else {
                    ends.accumulateAndGet(place.partition(), place.offset() + 1, Math::max);
                  }
                });
        if ((index + 1) % STEP == 0) {
          told.accept(index + 1);
        }
      }
    }
    if (failure.get() != null) {
      throw new IllegalStateException("cannot fill topic " + topic, failure.get());
    }
    return new FilledTopic(topic, range(topic, ends, workload), valueBytes);
  }

  private static KafkaRange range(String topic, AtomicLongArray ends, Workload workload) {
    TreeMap<TopicPartition, OffsetRange> ranges = new TreeMap<>();
    for (int partition = 0; partition < ends.length(); partition++) {
      ranges.put(new TopicPartition(topic, partition), new OffsetRange(0, ends.get(partition)));
    }
    KafkaRange range = new KafkaRange(ranges);
    if (range.length() != workload.events()) {
      throw new IllegalStateException(
          "topic %s has %d offsets after %d records were sent"
              .formatted(topic, range.length(), workload.events()));
    }
    return range;
  }

  private ProducerRecord<byte[], byte[]> record(String topic, ChangeRecord event) {
    return new ProducerRecord<>(
        topic,
        null,
        event.timestampMillis(),
        event.key(),
        event.value(),
        headers ? HEADERS : List.of());
  }

  private void create(String topic, int partitions) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      // The records' own times lie in the past: the default retention would delete them.
      NewTopic created =
          new NewTopic(topic, partitions, ONE_REPLICA).configs(Map.of("retention.ms", "-1"));
      admin.createTopics(List.of(created)).all().get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("cannot create topic " + topic, failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating " + topic, interrupted);
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "lz4",
            ProducerConfig.LINGER_MS_CONFIG,
            20,
            ProducerConfig.BATCH_SIZE_CONFIG,
            64 << 10,
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            64L << 20,
            // With several under way, one that meets a partition before its leader is there may
            // never fit in again: the broker has taken a later one for the producer's first.
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            1),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static Header header(String key, String value) {
    return new RecordHeader(key, value.getBytes(StandardCharsets.UTF_8));
  }
}
