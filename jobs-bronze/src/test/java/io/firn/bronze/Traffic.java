package io.firn.bronze;

import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.junit.Topics;
import io.firn.testkit.EventBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.awaitility.Awaitility;

/** What may lie in topics: events, tombstones, headers, foreign bytes, transactions. */
final class Traffic implements AutoCloseable {
  private final KafkaBroker kafka;
  private final Admin admin;
  private final Random random;
  private int lsn = 100;

  Traffic(KafkaBroker kafka, long seed) {
    this.kafka = kafka;
    this.admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    this.random = new Random(seed);
  }

  /** Creates {@code name} with {@code records} records of every kind. */
  void topic(String name, int partitions, int records) {
    Topics.create(admin, new NewTopic(name, Optional.of(partitions), Optional.empty()));
    try (KafkaProducer<byte[], byte[]> producer = Topics.producer(kafka, Map.of())) {
      send(producer, records, () -> record(name, random.nextInt(partitions)));
    }
  }

  /**
   * The changes of a source's log from one place in it up to another, as a connector sends them.
   */
  void changes(String topic, int from, int to) {
    try (KafkaProducer<byte[], byte[]> producer = Topics.producer(kafka, Map.of())) {
      Iterator<Integer> places = IntStream.range(from, to).iterator();
      send(producer, to - from, () -> change(topic, places.next()));
    }
  }

  private static ProducerRecord<byte[], byte[]> change(String topic, int place) {
    EventBuilder event =
        EventBuilder.event("u").key(place % 7).position(8L * place).with("name", "at " + place);
    return new ProducerRecord<>(topic, 0, bytes(event.keyJson()), event.value());
  }

  /** Records that a transaction took back. */
  void abortedTransaction(String topic, int records) {
    try (KafkaProducer<byte[], byte[]> producer = transactional("aborted-" + topic)) {
      producer.beginTransaction();
      send(producer, records, () -> record(topic, 0));
      producer.abortTransaction();
    }
  }

  /** Records of a new topic in a transaction that is still open. */
  Open openTransaction(String topic, int records) {
    topic(topic, 1, 0);
    KafkaProducer<byte[], byte[]> producer = transactional("open-" + topic);
    producer.beginTransaction();
    send(producer, records, () -> event(topic, 0));
    return new Open(producer);
  }

  /** A transaction that waits for its end. */
  record Open(KafkaProducer<byte[], byte[]> producer) implements AutoCloseable {
    void commit() {
      producer.commitTransaction();
    }

    @Override
    public void close() {
      producer.close();
    }
  }

  /** Deletes {@code name} and creates it again, empty. */
  void recreate(String name) {
    Topics.done(admin.deleteTopics(List.of(name)).all());
    // The controller answers before the brokers have let go of the name.
    Awaitility.await()
        .ignoreExceptions()
        .until(
            () -> {
              Topics.create(admin, new NewTopic(name, Optional.of(1), Optional.empty()));
              return true;
            });
  }

  void delete(String name) {
    Topics.done(admin.deleteTopics(List.of(name)).all());
    // The controller answers before the brokers have let go of the topic.
    Awaitility.await().until(() -> !Topics.done(admin.listTopics().names()).contains(name));
  }

  /** Changes in a transaction that is committed: behind them stands a control record. */
  void committedTransaction(String topic, int from, int to) {
    try (KafkaProducer<byte[], byte[]> producer = transactional("committed-" + topic + from)) {
      producer.beginTransaction();
      Iterator<Integer> places = IntStream.range(from, to).iterator();
      send(producer, to - from, () -> change(topic, places.next()));
      producer.commitTransaction();
    }
  }

  /** As retention does: records of partition 0 before {@code offset} are gone. */
  void forgetBefore(String topic, long offset) {
    Topics.done(
        admin
            .deleteRecords(
                Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
            .all());
  }

  /** Returns when the broker has all. */
  private static void send(
      KafkaProducer<byte[], byte[]> producer,
      int records,
      Supplier<ProducerRecord<byte[], byte[]>> next) {
    List<Future<RecordMetadata>> sent =
        Stream.generate(next).limit(records).<Future<RecordMetadata>>map(producer::send).toList();
    producer.flush();
    sent.forEach(Topics::done);
  }

  private ProducerRecord<byte[], byte[]> record(String topic, int partition) {
    int kind = random.nextInt(20);
    if (kind == 0) {
      return new ProducerRecord<>(topic, partition, bytes("{\"id\":1}"), null);
    }
    if (kind == 1) {
      byte[] foreign = new byte[random.nextInt(40)];
      random.nextBytes(foreign);
      return new ProducerRecord<>(topic, partition, null, foreign);
    }
    ProducerRecord<byte[], byte[]> event = event(topic, partition);
    if (kind == 2) {
      event.headers().add(new RecordHeader("trace", null)).add("from", bytes("häder"));
    }
    return event;
  }

  private ProducerRecord<byte[], byte[]> event(String topic, int partition) {
    lsn += 8;
    int id = random.nextInt(500);
    EventBuilder event =
        EventBuilder.event("u").key(id).position(lsn).with("name", "näme " + random.nextInt());
    return new ProducerRecord<>(topic, partition, bytes(event.keyJson()), event.value());
  }

  private KafkaProducer<byte[], byte[]> transactional(String id) {
    KafkaProducer<byte[], byte[]> producer = Topics.producer(kafka, Map.of("transactional.id", id));
    producer.initTransactions();
    return producer;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    admin.close();
  }
}
