package io.firn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerIT {

  @TempDir Path dir;

  @Test
  void keepsWhatItAcknowledgedOverKillAndRestart() throws Exception {
    long pid;
    try (KafkaBroker kafka = KafkaBroker.start(dir)) {
      // Given
      String address = kafka.bootstrapServers();
      send(kafka, "kept");
      pid = kafka.pid();

      // When
      kafka.killHard();
      boolean aliveAfterKill = ProcessHandle.of(pid).isPresent();
      kafka.restart();
      pid = kafka.pid();

      // Then
      assertThat(aliveAfterKill).isFalse();
      assertThat(kafka.bootstrapServers()).isEqualTo(address);
      assertThat(new TopicReader(address, "letters").first(1))
          .singleElement()
          .satisfies(letter -> assertThat(letter.value()).isEqualTo("kept"));
    }
    assertThat(ProcessHandle.of(pid)).as("the broker's process after close").isEmpty();
  }

  @Test
  void saysWhyItCannotStartWithTheEndOfItsLog() throws Exception {
    Path home = Files.createDirectories(dir.resolve("kafka"));
    Files.writeString(home.resolve("logs"), "a file where a folder must be");
    assertThatThrownBy(() -> KafkaBroker.start(dir))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("Cannot start part 'kafka': expected the log line")
        .hasMessageContaining("its process ended with 1")
        .hasMessageContaining(home.resolve("kafka.log").toString())
        .hasMessageContaining("No available log directories to format");
  }

  private static void send(KafkaBroker kafka, String value) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>("letters", value)).get(30, TimeUnit.SECONDS);
    }
  }
}
