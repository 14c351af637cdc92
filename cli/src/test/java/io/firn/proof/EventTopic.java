package io.firn.proof;

import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.junit.Topics;
import io.firn.testkit.EventBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** A topic of change events that a test writes itself, and whatever else may lie in a topic. */
final class EventTopic implements AutoCloseable {
  private static final int LARGEST_RECORD = 16 << 20;

  private final String name;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<Future<RecordMetadata>> sent = new ArrayList<>();
  private long lsn = 1000;

  EventTopic(KafkaBroker kafka, String name, int partitions) {
    this.name = name;
    this.admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    this.producer = Topics.producer(kafka, Map.of("max.request.size", LARGEST_RECORD));
    create(partitions);
  }

  void create(int partitions) {
    NewTopic topic =
        new NewTopic(name, Optional.of(partitions), Optional.empty())
            .configs(Map.of("max.message.bytes", String.valueOf(LARGEST_RECORD)));
    Topics.create(admin, topic);
  }

  void drop() {
    Topics.done(admin.deleteTopics(List.of(name)).all());
  }

  /** As retention does: records of partition 0 before {@code offset} are gone. */
  void forgetBefore(long offset) {
    Topics.done(
        admin
            .deleteRecords(
                Map.of(new TopicPartition(name, 0), RecordsToDelete.beforeOffset(offset)))
            .all());
  }

  /** A row as it is from now on. */
  void put(int id, String text, int amount) {
    send(event("u").key(id).with("name", text).with("amount", amount));
  }

  /** The row's end, with the tombstone that follows it. */
  void delete(int id) {
    EventBuilder event = event("d").key(id);
    send(event);
    raw(bytes(event.keyJson()), null);
  }

  /** An event of this topic at the next place in the source's log. */
  EventBuilder event(String op) {
    lsn += 8;
    return EventBuilder.event(op).position(lsn);
  }

  void send(EventBuilder event) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(name, bytes(event.keyJson()), event.value());
    event.headers().forEach((key, value) -> record.headers().add(key, bytes(value)));
    sent.add(producer.send(record));
  }

  /** The row goes on under another key; its text is left out, as of a large value not touched. */
  void rename(int from, int to, int amount) {
    EventBuilder end = event("d").key(from).newKey(to);
    EventBuilder begin = EventBuilder.event("c").position(lsn).key(to).oldKey(from);
    send(end);
    raw(bytes(end.keyJson()), null);
    send(begin.unavailable("name").with("amount", amount));
  }

  void raw(byte[] key, byte[] value) {
    sent.add(producer.send(new ProducerRecord<>(name, key, value)));
  }

  /** Returns when the broker has all; tells the last record's offset. */
  long flush() {
    producer.flush();
    long last = sent.stream().mapToLong(record -> Topics.done(record).offset()).max().orElse(-1);
    sent.clear();
    return last;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }
}
