package io.firn.sandbox.junit;

import io.firn.sandbox.KafkaBroker;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What tests do with topics. */
public final class Topics {
  private Topics() {}

  public static void create(Admin admin, NewTopic topic) {
    done(admin.createTopics(List.of(topic)).all());
  }

  /**
   * A producer that may write to a topic in the moment of its creation.
   *
   * <p>With several batches under way, the first one may meet a partition that has no leader yet
   * and the second one its leader. The broker takes that for the first batch of an unknown
   * producer, and refuses the real one ("out of order sequence number") until it expires after two
   * minutes.
   */
  public static KafkaProducer<byte[], byte[]> producer(
      KafkaBroker kafka, Map<String, Object> settings) {
    Map<String, Object> all = new TreeMap<>(settings);
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    all.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** What the broker answered. */
  public static <T> T done(Future<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
