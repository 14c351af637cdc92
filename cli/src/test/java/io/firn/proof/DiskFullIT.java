package io.firn.proof;

import static io.firn.proof.EventTopic.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.run.CheckResult;
import io.firn.run.RunReport;
import io.firn.run.RunReportJson;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.junit.Parts;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that takes no more: the run ends with 40 and says so, and the next one lands what it could
 * not. The kernel refuses the writes of a process whose files may not grow beyond a limit.
 */
@ExtendWith(Parts.class)
class DiskFullIT {
  /** Room for the catalog, the log and what Java keeps, and not for the records. */
  private static final int LIMIT_KILOBYTES = 4 << 10;

  private static final int RECORDS = 8;
  private static final int RECORD_BYTES = 1 << 20;

  private final KafkaBroker kafka;

  @TempDir private Path folder;

  DiskFullIT(KafkaBroker kafka) {
    this.kafka = kafka;
  }

  @Test
  void aRunThatFindsTheDiskFullEndsWith40AndSaysSoAndTheNextOneLandsAll()
      throws InterruptedException {
    try (EventTopic topic = new EventTopic(kafka, "full.items", 1)) {
      // Given
      Lakehouse lake =
          Lakehouse.in(folder, kafka.bootstrapServers(), ItemTables.of("full", "items"), Map.of());
      topic.put(100, "fits", 1);
      topic.raw(null, bytes("no event"));
      topic.flush();
      assertThat(lake.run().exitCode()).isZero();
      Random random = new Random(7);
      byte[] noise = new byte[RECORD_BYTES];
      for (int id = 0; id < RECORDS; id++) {
        random.nextBytes(noise);
        topic.put(id, Base64.getEncoder().encodeToString(noise), id);
      }
      topic.flush();

      // When
      FirnProcess full = FirnProcess.runLimited(lake.file(), LIMIT_KILOBYTES);

      // Then
      assertThat(full.exitCode()).as(full.said()).isEqualTo(40);
      assertThat(full.said()).contains("The disk is full").contains("File too large");
      assertThat(lake.rows("bronze:items").size()).as("nothing was committed").isEqualTo(1);

      // When
      RunReport next = lake.run();

      // Then
      assertThat(next.exitCode()).as(RunReportJson.write(next)).isZero();
      assertThat(lake.rows("silver:items").size()).isEqualTo(RECORDS + 1);
      assertThat(lake.verify()).isNotEmpty().allMatch(CheckResult::passed);
    }
  }
}
