package io.firn.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.junit.Topics;
import io.firn.testkit.EventBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/**
 * A topic that the broker compacts, at once and for real. Records come in rounds, and each begins a
 * segment of the log, since its records are a minute later than those before: the cleaner takes all
 * segments but the last.
 */
final class CompactedTopic implements AutoCloseable {
  private static final int BROKER = 1;
  private static final int KEYS = 5;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration STEP = Duration.ofMinutes(1);

  /** How long the cleaner rests when it found nothing; it is 15 s otherwise. */
  private static final String REST = "log.cleaner.backoff.ms";

  private final KafkaBroker kafka;
  private final String name;
  private final TopicPartition partition;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<Future<RecordMetadata>> sent = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();
  private final TreeSet<Long> tombstones = new TreeSet<>();
  private Instant time = Instant.now().minus(Duration.ofHours(2));
  private int lastRound;

  CompactedTopic(KafkaBroker kafka, String name) {
    this.kafka = kafka;
    this.name = name;
    this.partition = new TopicPartition(name, 0);
    this.admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    this.producer = Topics.producer(kafka, Map.of());
    alterBroker(new AlterConfigOp(new ConfigEntry(REST, "50"), AlterConfigOp.OpType.SET));
    Topics.create(
        admin,
        new NewTopic(name, Optional.of(1), Optional.empty())
            .configs(
                Map.of(
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    TopicConfig.CLEANUP_POLICY_COMPACT,
                    TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                    "0.01",
                    TopicConfig.SEGMENT_MS_CONFIG,
                    "1000",
                    TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
                    "0",
                    TopicConfig.DELETE_RETENTION_MS_CONFIG,
                    "0")));
  }

  /** Changes from one place of the source's log up to another, in a segment of their own. */
  void round(int from, int to) {
    beginRound();
    for (int place = from; place < to; place++) {
      EventBuilder event = event("u", place % KEYS, place).with("name", "at " + place);
      send(event.keyJson(), event.value());
    }
    flush();
  }

  /** A row's end and its tombstone, in a segment of their own; tells where the tombstone is. */
  long delete(int key) {
    beginRound();
    EventBuilder event = event("d", key, keys.size());
    send(event.keyJson(), event.value());
    tombstones.add((long) keys.size());
    send(event.keyJson(), null);
    flush();
    return tombstones.last();
  }

  private static EventBuilder event(String op, int key, int place) {
    return EventBuilder.event(op).key(key).position(8L * (place + 1));
  }

  private void beginRound() {
    time = time.plus(STEP);
    lastRound = keys.size();
  }

  private void send(String key, byte[] value) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    keys.add(key);
    sent.add(producer.send(new ProducerRecord<>(name, 0, time.toEpochMilli(), bytes, value)));
  }

  /** Returns when the broker has all. */
  private void flush() {
    producer.flush();
    sent.forEach(Topics::done);
    sent.clear();
  }

  /**
   * Waits until the cleaner is through with all rounds but the last: until another round begins, it
   * takes nothing more. What a plain consumer finds then is the last record of each key, tombstones
   * apart, which stay for one cleaning.
   */
  void awaitCleaned() {
    Awaitility.await().until(() -> cleanedUpTo() == lastRound);
    Map<String, Long> last = new HashMap<>();
    for (int offset = 0; offset < lastRound; offset++) {
      last.put(keys.get(offset), (long) offset);
    }
    TreeSet<Long> expected = new TreeSet<>(last.values());
    for (long offset = lastRound; offset < keys.size(); offset++) {
      expected.add(offset);
    }
    assertThat(without(tombstones, kept())).isEqualTo(without(tombstones, expected));
  }

  private static TreeSet<Long> without(Collection<Long> some, Collection<Long> all) {
    TreeSet<Long> rest = new TreeSet<>(all);
    rest.removeAll(some);
    return rest;
  }

  /** The broker's own note, a line for each partition: topic, partition, first offset not clean. */
  private long cleanedUpTo() throws IOException {
    Path logs =
        Path.of(
            Topics.done(admin.describeLogDirs(List.of(BROKER)).allDescriptions())
                .get(BROKER)
                .keySet()
                .iterator()
                .next());
    Path note = logs.resolve("cleaner-offset-checkpoint");
    return Files.exists(note)
        ? Files.readAllLines(note).stream()
            .filter(line -> line.startsWith(name + " "))
            .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
            .findFirst()
            .orElse(-1)
        : -1;
  }

  /** The offsets of which a plain consumer gets a record. */
  TreeSet<Long> kept() {
    TreeSet<Long> kept = new TreeSet<>();
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, 0);
      while (consumer.position(partition) < keys.size()) {
        consumer.poll(POLL).forEach(record -> kept.add(record.offset()));
      }
    }
    return kept;
  }

  private void alterBroker(AlterConfigOp change) {
    ConfigResource all = new ConfigResource(ConfigResource.Type.BROKER, "");
    Topics.done(admin.incrementalAlterConfigs(Map.of(all, List.of(change))).all());
  }

  @Override
  public void close() {
    producer.close();
    alterBroker(new AlterConfigOp(new ConfigEntry(REST, null), AlterConfigOp.OpType.DELETE));
    admin.close();
  }
}
