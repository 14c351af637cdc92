package io.firn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.model.ErrorKind;
import io.firn.model.Outcome;
import io.firn.run.RunReport;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.junit.Parts;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A broker that does not answer, or whose history is not the one that was landed from. */
@ExtendWith(Parts.class)
class BrokerIT {
  private final KafkaBroker kafka;

  @TempDir private Path folder;

  BrokerIT(KafkaBroker kafka) {
    this.kafka = kafka;
  }

  @Test
  void aBrokerThatIsNotThereEndsTheRunWith40WithinHalfAMinuteHoweverManyTables()
      throws IOException {
    // Given
    String nobody;
    try (ServerSocket free = new ServerSocket(0)) {
      nobody = "127.0.0.1:" + free.getLocalPort();
    }
    String tables = ItemTables.of("absent", "a", "b", "c", "d", "e", "f", "g", "h", "i");
    Lakehouse lake = Lakehouse.in(folder, nobody, tables, Map.of());

    // When
    long begun = System.nanoTime();
    RunReport report = lake.run();

    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
    assertThat(report.exitCode()).isEqualTo(40);
    assertThat(Lakehouse.unit(report, "bronze:a").outcome().failure())
        .hasValueSatisfying(failure -> assertThat(failure.where()).contains(nobody));
    assertThat(Lakehouse.unit(report, "silver:a").outcome()).isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void aPatternThatMatchesNoTopicIsRefusedWithTheNearestNames() {
    try (EventTopic topic = new EventTopic(kafka, "nearby.shop.orders", 1)) {
      topic.put(1, "one", 1);
      topic.flush();
      Lakehouse lake = lake("nearby\\\\.shop\\\\.ordres");
      RunReport report = lake.run();
      assertThat(report.exitCode()).isEqualTo(20);
      assertThat(Lakehouse.unit(report, "bronze:items").outcome().failure())
          .hasValueSatisfying(
              failure -> assertThat(failure.found()).contains("nearby.shop.orders"));
    }
  }

  @Test
  void aTopicThatWasDeletedAndCreatedAgainStopsItsTableAndNoOther() {
    try (EventTopic topic = new EventTopic(kafka, "recreated.items", 1);
        EventTopic other = new EventTopic(kafka, "recreated.others", 1)) {
      // Given
      Lakehouse lake =
          Lakehouse.in(
              folder,
              kafka.bootstrapServers(),
              ItemTables.of("recreated", "items", "others"),
              Map.of());
      topic.put(1, "one", 1);
      topic.flush();
      other.put(1, "one", 1);
      other.flush();
      assertThat(lake.run().exitCode()).isZero();
      topic.drop();
      // The broker answers before it has let go of the name.
      Awaitility.await().ignoreExceptions().until(() -> created(topic));
      topic.put(7, "another history", 1);
      topic.put(8, "another history", 1);
      topic.flush();
      other.put(2, "two", 2);
      other.flush();

      // When
      RunReport report = lake.run();

      // Then
      assertThat(report.exitCode()).isEqualTo(60);
      assertThat(Lakehouse.unit(report, "bronze:items").outcome().failure())
          .hasValueSatisfying(
              failure -> {
                assertThat(failure.kind()).isEqualTo(ErrorKind.HISTORY);
                assertThat(failure.what()).contains("deleted and created again");
              });
      assertThat(lake.rows("silver:items").column("id")).containsExactly(1L);
      assertThat(lake.rows("silver:others").size()).isEqualTo(2);
    }
  }

  private static boolean created(EventTopic topic) {
    topic.create(1);
    return true;
  }

  @Test
  void recordsThatAreGoneBeforeTheyWereLandedStopTheTable() {
    try (EventTopic topic = new EventTopic(kafka, "forgotten.items", 1)) {
      // Given
      Lakehouse lake = lake("forgotten\\\\.items");
      topic.put(1, "one", 1);
      long landed = topic.flush();
      assertThat(lake.run().exitCode()).isZero();
      topic.put(2, "gone", 1);
      topic.put(3, "still there", 1);
      topic.flush();
      topic.forgetBefore(landed + 2);

      // When
      RunReport report = lake.run();

      // Then
      assertThat(report.exitCode()).isEqualTo(60);
      assertThat(Lakehouse.unit(report, "bronze:items").outcome().failure())
          .hasValueSatisfying(
              failure -> assertThat(failure.found()).contains("1 offsets lost to retention"));
      assertThat(lake.rows("bronze:items").size()).as("nothing was landed").isEqualTo(1);
    }
  }

  private Lakehouse lake(String pattern) {
    return Lakehouse.in(
        folder,
        kafka.bootstrapServers(),
        """
        bronze.items { topics = "%s", connector = postgresql, format = json }
        silver.items { from = bronze.items, key = [id] }
        """
            .formatted(pattern),
        Map.of());
  }
}
