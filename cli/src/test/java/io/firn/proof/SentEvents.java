package io.firn.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.sandbox.KafkaBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/**
 * What a connector has put into a topic of one partition, and which of it for a second time, told
 * from the source's own words and from the order alone.
 */
final class SentEvents {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** They say how an event came to be sent, not what happened. */
  private static final List<String> OF_THE_SENDING =
      List.of("sequence", "snapshot", "version", "ts_us", "ts_ns");

  private final KafkaBroker kafka;
  private final TopicPartition partition;

  SentEvents(KafkaBroker kafka, String topic) {
    this.kafka = kafka;
    this.partition = new TopicPartition(topic, 0);
  }

  /**
   * A record that is no tombstone.
   *
   * @param position where in the source's log
   * @param again whether it had been sent before
   */
  record Event(long offset, Object position, String what, boolean again) {}

  record Read(List<Event> events) {
    long again() {
      return events.stream().filter(Event::again).count();
    }

    Object greatestPosition() {
      return events.get(events.size() - 1).position();
    }

    /** Those that were sent again and are rows of bronze nevertheless. */
    List<Event> keptTwice(TableRows bronze) {
      Set<Object> kept = new HashSet<>(bronze.column("offset"));
      List<Event> lost =
          events.stream()
              .filter(event -> !event.again() && !kept.contains(event.offset()))
              .toList();
      if (!lost.isEmpty()) {
        throw new AssertionError("sent once and not in bronze: " + lost);
      }
      return events.stream()
          .filter(event -> event.again() && kept.contains(event.offset()))
          .toList();
    }
  }

  /** Returns when there is more in the topic than now. */
  void awaitMore() {
    long now = end();
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> end() > now);
  }

  private long end() {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      return consumer.endOffsets(List.of(partition)).get(partition);
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    return new KafkaConsumer<>(Map.of("bootstrap.servers", kafka.bootstrapServers()), bytes, bytes);
  }

  /**
   * All that is there now. A position that was reached before is reached again only by a connector
   * that began anew, and it then sends the same events in the same order: the n-th time that an
   * event is met in a delivery is a repeat if an earlier delivery had as many.
   */
  Read read() {
    List<Event> events = new ArrayList<>();
    Map<String, Integer> ever = new HashMap<>();
    Map<String, Integer> inThisDelivery = new HashMap<>();
    List<Long> reached = new ArrayList<>(List.of(-1L));
    for (ConsumerRecord<byte[], byte[]> record : records()) {
      if (record.value() == null) {
        continue;
      }
      JsonNode payload = parse(record.value()).path("payload");
      long place = place(payload.path("source"));
      if (place < reached.get(reached.size() - 1)) {
        inThisDelivery.clear();
      }
      reached.add(place);
      String what = what(record, payload);
      int times = inThisDelivery.merge(what, 1, Integer::sum);
      boolean again = times <= ever.getOrDefault(what, 0);
      ever.merge(what, times, Math::max);
      events.add(new Event(record.offset(), place, what, again));
    }
    return new Read(events);
  }

  private static long place(JsonNode source) {
    return source.has("lsn")
        ? source.path("lsn").asLong()
        : Long.parseLong(source.path("file").asText().replaceAll("\\D", "")) << 40
            | source.path("pos").asLong();
  }

  private static String what(ConsumerRecord<byte[], byte[]> record, JsonNode payload) {
    ObjectNode source = payload.path("source").deepCopy();
    source.remove(OF_THE_SENDING);
    return parse(record.key()).path("payload")
        + " "
        + payload.path("op")
        + payload.path("before")
        + payload.path("after")
        + source;
  }

  private static JsonNode parse(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> records() {
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        all.addAll(consumer.poll(Duration.ofSeconds(1)).records(partition));
      }
    }
    return all;
  }
}
