package io.firn.cli.demo;

import io.firn.sandbox.MongoEvents.WrittenRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends records in the order in which they are given; when it is closed, all of them are there. */
final class EventSender implements AutoCloseable {
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<Future<?>> underWay = new ArrayList<>();

  EventSender(String bootstrapServers) {
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                // A second batch may not meet a new topic's leader before the first has.
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Makes those of {@code topics} that are not there, with one partition each. */
  void create(Collection<String> topics) {
    Set<String> there = done(admin.listTopics().names());
    List<NewTopic> missing =
        topics.stream()
            .filter(topic -> !there.contains(topic))
            .map(topic -> new NewTopic(topic, Optional.of(1), Optional.empty()))
            .toList();
    done(admin.createTopics(missing).all());
  }

  void send(WrittenRecord record) {
    ProducerRecord<byte[], byte[]> sent =
        new ProducerRecord<>(record.topic(), 0, record.key(), record.value());
    record.headers().forEach(sent.headers()::add);
    underWay.add(producer.send(sent));
  }

  private static <T> T done(Future<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("the broker refused", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while sending", interrupted);
    }
  }

  @Override
  public void close() {
    try (admin;
        producer) {
      underWay.forEach(EventSender::done);
    }
  }
}
