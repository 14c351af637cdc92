package io.firn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.proof.FaultyStore.Fault;
import io.firn.run.CheckResult;
import io.firn.run.RunReport;
import io.firn.run.RunReportJson;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.S3;
import io.firn.sandbox.junit.Parts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * An object store that fails: what passes is repeated by its client and the run succeeds; what
 * lasts ends the run with 40, and the next run mends it. The store, Iceberg's S3FileIO and the AWS
 * client are real.
 */
@ExtendWith(Parts.class)
class StoreFaultsIT {
  private static final String BRONZE = "bronze:items";
  private static final int LASTING = 100_000;

  /** Files of each kind: rows, a snapshot's list of manifests, the table's metadata. */
  private static final List<String> KINDS = List.of(".parquet", ".avro", ".metadata.json");

  private static final Duration BOUND = Duration.ofSeconds(60);

  private final KafkaBroker kafka;
  private final S3 s3;
  private int written;

  @TempDir private Path folder;

  StoreFaultsIT(KafkaBroker kafka, S3 s3) {
    this.kafka = kafka;
    this.s3 = s3;
  }

  @Test
  void whatPassesIsRepeatedAndWhatLastsEndsWith40AndIsMendedByTheNextRun() {
    try (FaultyStore store = new FaultyStore(s3);
        EventTopic topic = new EventTopic(kafka, "store.items", 1)) {
      Lakehouse lake = lake(store);
      write(topic);
      succeed(lake.run(), lake);

      for (Fault fault : Fault.values()) {
        write(topic);
        store.fail(fault, "PUT", KINDS, 1);
        land(lake);
        assertThat(store.heal()).as("%s happened", fault).isEqualTo(KINDS.size());
      }
      write(topic);
      store.fail(Fault.SLOW_DOWN_503, "GET", List.of(".parquet", ".avro"), 2);
      succeed(lake.run(), lake);
      assertThat(store.heal()).isEqualTo(4);

      for (String kind : KINDS) {
        lasts(lake, topic, store, Fault.ERROR_500, kind);
      }
      lasts(lake, topic, store, Fault.SILENCE, ".parquet");
      succeed(lake.run(), lake);
      assertThat(lake.verify()).isNotEmpty().allMatch(CheckResult::passed);
    }
  }

  private void lasts(
      Lakehouse lake, EventTopic topic, FaultyStore store, Fault fault, String kind) {
    int before = lake.rows(BRONZE).size();
    write(topic);
    store.fail(fault, "PUT", List.of(kind), LASTING);
    long begun = System.nanoTime();
    RunReport failed = lake.run(BRONZE);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    assertThat(store.heal()).isPositive();
    String told = "%s of %s: %s".formatted(fault, kind, RunReportJson.write(failed));
    assertThat(failed.exitCode()).as(told).isEqualTo(40);
    assertThat(took).as(told).isLessThan(BOUND);
    assertThat(lake.rows(BRONZE).size()).as(told).isEqualTo(before);
    System.out.printf("StoreFaultsIT: %s of %s: 40 after %d ms%n", fault, kind, took.toMillis());
    land(lake);
  }

  private void write(EventTopic topic) {
    for (int i = 0; i < 3; i++) {
      topic.put(written, "row", written);
      written++;
    }
    topic.flush();
  }

  /** The first files of a run are bronze's: with the first requests failing, silver meets none. */
  private void land(Lakehouse lake) {
    landed(lake.run(BRONZE), lake);
  }

  private void landed(RunReport report, Lakehouse lake) {
    assertThat(report.exitCode()).as(RunReportJson.write(report)).isZero();
    assertThat(lake.rows(BRONZE).size()).isEqualTo(written);
  }

  private void succeed(RunReport report, Lakehouse lake) {
    landed(report, lake);
    assertThat(lake.rows("silver:items").size()).isEqualTo(written);
  }

  private Lakehouse lake(FaultyStore store) {
    return Lakehouse.withCatalog(
        folder,
        """
        warehouse = "s3://%s/faults"
        properties {
          io-impl = "org.apache.iceberg.aws.s3.S3FileIO"
          s3.endpoint = "%s"
          s3.path-style-access = true
          s3.access-key-id = { file = "access" }
          s3.secret-access-key = { file = "secret" }
          client.region = us-east-1
          http-client.apache.socket-timeout-ms = 1500
          s3.retry.num-retries = 2
          s3.retry.min-wait-ms = 20
          s3.retry.max-wait-ms = 200
        }
        """
            .formatted(s3.bucket(), store.endpoint()),
        kafka.bootstrapServers(),
        ItemTables.of("store", "items"),
        Map.of("access", s3.accessKey(), "secret", s3.secretKey()));
  }
}
