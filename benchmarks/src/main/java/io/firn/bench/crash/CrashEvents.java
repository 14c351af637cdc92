package io.firn.bench.crash;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Rows that come, change and go in two topics, and a record that is no event in each batch. */
final class CrashEvents implements AutoCloseable {
  private static final List<String> TOPICS = List.of("crash.shop.orders", "crash.shop.items");
  private static final int IDS = 60;
  private static final int NAMES = 6;
  private static final int AMOUNTS = 1000;
  private static final int DELETED_OF = 6;

  private final Random random;
  private final KafkaProducer<byte[], byte[]> producer;
  private long lsn = 1000;

  CrashEvents(String bootstrapServers, long seed) {
    this.random = new Random(seed);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      done(
          admin
              .createTopics(
                  TOPICS.stream()
                      .map(topic -> new NewTopic(topic, Optional.of(2), Optional.empty()))
                      .toList())
              .all());
    }
    ByteArraySerializer bytes = new ByteArraySerializer();
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                // A topic may have no leader yet: one batch at a time keeps them in order.
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1),
            bytes,
            bytes);
  }

  /** Returns when the broker has them. */
  void send(int events) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (String topic : TOPICS) {
      for (int i = 0; i < events; i++) {
        byte[] key = bytes("{\"id\":%d}".formatted(random.nextInt(IDS)));
        boolean delete = random.nextInt(DELETED_OF) == 0;
        sent.add(producer.send(new ProducerRecord<>(topic, key, event(key, delete))));
        if (delete) {
          sent.add(producer.send(new ProducerRecord<>(topic, key, null)));
        }
      }
      sent.add(producer.send(new ProducerRecord<>(topic, bytes("no event"))));
    }
    producer.flush();
    sent.forEach(CrashEvents::done);
  }

  private byte[] event(byte[] key, boolean delete) {
    lsn += 8;
    String id = new String(key, StandardCharsets.UTF_8);
    String row =
        "%s,\"name\":\"name %d\",\"amount\":%d}"
            .formatted(
                id.substring(0, id.length() - 1), random.nextInt(NAMES), random.nextInt(AMOUNTS));
    return bytes(
        String.format(
            Locale.ROOT,
            "{\"before\":%s,\"after\":%s,\"source\":{\"connector\":\"postgresql\",\"name\":\"crash\","
                + "\"ts_ms\":1700000000000,\"snapshot\":\"false\",\"db\":\"shop\",\"lsn\":%d},"
                + "\"op\":\"%s\",\"ts_ms\":1700000000123}",
            delete ? id : "null",
            delete ? "null" : row,
            lsn,
            delete ? "d" : "u"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static <T> T done(Future<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
