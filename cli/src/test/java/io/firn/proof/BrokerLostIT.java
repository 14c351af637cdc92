package io.firn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.run.CheckResult;
import io.firn.run.RunReport;
import io.firn.run.RunReportJson;
import io.firn.sandbox.KafkaBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker that goes away, or goes silent, while its records are being landed: the run ends with 40
 * after the time that the Kafka client was given, no table has moved, and the next run lands all.
 */
class BrokerLostIT {
  /**
   * More than a consumer reads at once: when it has the first records, others are not asked for.
   */
  private static final int PARTITIONS = 150;

  private static final int RECORDS = 600;

  /**
   * The pipeline gives an answer 4 s; the run starts Spark jobs and tries more than one question.
   */
  private static final Duration BOUND = Duration.ofSeconds(30);

  private static KafkaBroker kafka;

  @TempDir private static Path parts;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    kafka = KafkaBroker.start(parts);
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void aBrokerKilledInTheMiddleOfALandingEndsTheRunWith40AndTheNextOneLandsAll() {
    landThrough("killed", KafkaBroker::killHard, KafkaBroker::restart);
  }

  @Test
  void aBrokerThatGoesSilentInTheMiddleOfALandingEndsTheRunWith40AndTheNextOneLandsAll() {
    landThrough("silent", broker -> signal("STOP", broker), broker -> signal("CONT", broker));
  }

  private interface Event {
    void happen(KafkaBroker broker);
  }

  private void landThrough(String name, Event loss, Event return_) {
    try (EventTopic topic = new EventTopic(kafka, name + ".items", PARTITIONS)) {
      // Given
      for (int id = 0; id < RECORDS; id++) {
        topic.put(id, "row " + id, id);
      }
      topic.flush();
      Lakehouse lake = lake(name);
      LossWhileReading.next(() -> loss.happen(kafka));

      // When
      long begun = System.nanoTime();
      RunReport lost = lake.run();
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      return_.happen(kafka);

      // Then
      assertThat(LossWhileReading.happened()).as("records were being written").isTrue();
      assertThat(lost.exitCode()).as(RunReportJson.write(lost)).isEqualTo(40);
      assertThat(took).isLessThan(BOUND);
      assertThat(lake.rows("bronze:items").size()).as("nothing was committed").isZero();

      // When
      RunReport next = lake.run();

      // Then
      assertThat(next.exitCode()).as(RunReportJson.write(next)).isZero();
      assertThat(lake.rows("bronze:items").size()).isEqualTo(RECORDS);
      assertThat(lake.rows("silver:items").column("id"))
          .containsExactlyInAnyOrderElementsOf(
              LongStream.range(0, RECORDS).<Object>mapToObj(id -> id).toList());
      assertThat(lake.verify()).isNotEmpty().allMatch(CheckResult::passed);
      System.out.printf("BrokerLostIT: %s, 40 after %d ms%n", name, took.toMillis());
    }
  }

  private static void signal(String signal, KafkaBroker broker) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(broker.pid())).start();
      assertThat(kill.waitFor()).isZero();
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private Lakehouse lake(String prefix) {
    return Lakehouse.in(
        folder,
        kafka.bootstrapServers(),
        """
        kafka.options {
          "interceptor.classes" = "io.firn.proof.LossWhileReading"
          "default.api.timeout.ms" = 4000
          "request.timeout.ms" = 3000
        }
        """
            + ItemTables.of(prefix, "items"),
        Map.of());
  }
}
