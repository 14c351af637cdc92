package io.firn.submit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Change events of an orders table as Debezium writes them without schema, from a fixed seed. */
final class OrderEvents {
  private final String tenant;
  private final Random random = new Random(7);
  private long lsn = 1000;

  OrderEvents(String tenant) {
    this.tenant = tenant;
  }

  void produce(String bootstrapServers, int events)
      throws ExecutionException, InterruptedException {
    Properties settings = new Properties();
    settings.putAll(Map.of("bootstrap.servers", bootstrapServers, "acks", "all"));
    // The topic is created by the first record; see Topics.producer.
    settings.put("max.in.flight.requests.per.connection", 1);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int event = 0; event < events; event++) {
        int id = random.nextInt(events / 3);
        sent.add(
            producer.send(
                new ProducerRecord<>(
                    tenant + ".shop.orders", utf8("{\"id\":" + id + "}"), utf8(change(id)))));
      }
      for (Future<RecordMetadata> acknowledged : sent) {
        acknowledged.get();
      }
    }
  }

  private String change(int id) {
    lsn += 8;
    boolean delete = random.nextInt(10) == 0;
    String row =
        "{\"id\":%d,\"status\":\"%s\",\"total\":\"%d.%02d\"}"
            .formatted(
                id,
                random.nextBoolean() ? "paid" : "open",
                random.nextInt(1000),
                random.nextInt(100));
    return "{\"before\":%s,\"after\":%s,\"source\":%s,\"op\":\"%s\",\"ts_ms\":1700000000000}"
        .formatted(
            delete ? "{\"id\":" + id + "}" : "null",
            delete ? "null" : row,
            source(),
            delete ? "d" : "u");
  }

  private String source() {
    return "{\"version\":\"3.5.0.Final\",\"connector\":\"postgresql\",\"name\":\"%s\",\"ts_ms\":1700000000000,\"snapshot\":\"false\",\"db\":\"shop\",\"schema\":\"shop\",\"table\":\"orders\",\"lsn\":%d}"
        .formatted(tenant, lsn);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
