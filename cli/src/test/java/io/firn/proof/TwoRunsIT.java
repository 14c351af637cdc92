package io.firn.proof;

import static io.firn.proof.EventTopic.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.bronze.BronzeJob;
import io.firn.config.Pipeline;
import io.firn.gold.GoldJob;
import io.firn.model.ErrorKind;
import io.firn.model.RunKey;
import io.firn.run.CheckResult;
import io.firn.run.Job;
import io.firn.run.RunReport;
import io.firn.run.RunReportJson;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.junit.Parts;
import io.firn.silver.SilverJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two runs at once on one table: one gets in, the other ends with 50, and nothing stands twice. */
@ExtendWith(Parts.class)
class TwoRunsIT {
  private static final int ROUNDS = 2;
  private static final int RACERS = 3;

  private final KafkaBroker kafka;

  @TempDir private Path folder;

  TwoRunsIT(KafkaBroker kafka) {
    this.kafka = kafka;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theRunThatWasOvertakenEndsWith50AndChangesNothing(boolean firstRun) {
    try (EventTopic topic = new EventTopic(kafka, "two_" + firstRun + ".items", 2)) {
      // Given
      Lakehouse lake = lake("two_" + firstRun);
      if (!firstRun) {
        write(topic, 0, 4, "amount");
        assertThat(lake.run().exitCode()).isZero();
      }
      write(topic, 2, 12, "amount");

      // When
      RunReport slow = overtaken(lake, new BronzeJob(), "bronze");

      // Then
      assertFenced(slow, "bronze:items");
      assertThat(lake.rows("bronze:items").size()).isEqualTo(firstRun ? 10 : 14);
      assertThat(TableRows.of(lake.pipeline(), Pipeline.quarantine()).size())
          .as("the refused record of each write, once")
          .isEqualTo(firstRun ? 1 : 2);

      // When
      slow = overtaken(lake, new SilverJob(), "silver");

      // Then
      assertFenced(slow, "silver:items");
      assertThat(lake.rows("silver:items").size()).isEqualTo(firstRun ? 10 : 12);

      // When
      slow = overtaken(lake, new GoldJob(), "gold");

      // Then
      assertFenced(slow, "gold:totals");
      assertThat(lake.rows("gold:totals").size()).isEqualTo(1);
      assertThat(lake.verify()).isNotEmpty().allMatch(CheckResult::passed);
      assertThat(lake.run().status()).as("nothing is left to do").isEqualTo("no-op");
    }
  }

  /** Runs one layer; between its plan and its work another run of the layer begins and ends. */
  private static RunReport overtaken(Lakehouse lake, Job job, String layer) {
    Runnable fast = () -> assertThat(lake.run(layer).exitCode()).isZero();
    return lake.run(List.of(Overtaken.of(job, fast)), new RunKey("slow-" + layer), layer);
  }

  private static void assertFenced(RunReport report, String unit) {
    assertThat(report.exitCode()).as(RunReportJson.write(report)).isEqualTo(50);
    assertThat(Lakehouse.unit(report, unit).outcome().failure())
        .hasValueSatisfying(failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.FENCED));
  }

  @Test
  void runsThatRaceMakeTogetherWhatOneWouldMake() throws Exception {
    try (EventTopic topic = new EventTopic(kafka, "race.items", 2)) {
      // Given
      Lakehouse lake = lake("race");
      ExecutorService racers = Executors.newFixedThreadPool(RACERS);
      List<RunReport> reports = new ArrayList<>();

      // When
      for (int round = 0; round < ROUNDS; round++) {
        write(topic, round * 10, round * 10 + 10, "added_" + round);
        for (String layer : List.of("bronze", "silver", "gold")) {
          List<CompletableFuture<RunReport>> running =
              IntStream.range(0, RACERS)
                  .mapToObj(racer -> CompletableFuture.supplyAsync(() -> lake.run(layer), racers))
                  .toList();
          running.forEach(run -> reports.add(run.join()));
        }
      }
      racers.shutdown();
      RunReport last = lake.run();

      // Then
      assertThat(reports)
          .allSatisfy(
              report -> assertThat(report.exitCode()).as(RunReportJson.write(report)).isIn(0, 50));
      assertThat(last.exitCode()).as(RunReportJson.write(last)).isZero();
      assertThat(lake.rows("bronze:items").size()).isEqualTo(ROUNDS * 10);
      assertThat(TableRows.of(lake.pipeline(), Pipeline.quarantine()).size()).isEqualTo(ROUNDS);
      assertThat(lake.rows("silver:items").column("id"))
          .containsExactlyInAnyOrderElementsOf(
              LongStream.range(0, ROUNDS * 10).<Object>mapToObj(id -> id).toList());
      assertThat(lake.verify()).isNotEmpty().allMatch(CheckResult::passed);
    }
  }

  private static void write(EventTopic topic, int from, int to, String column) {
    for (int id = from; id < to; id++) {
      topic.send(topic.event("u").key(id).with("amount", id).with(column, id));
    }
    topic.raw(bytes("{}"), bytes("no event"));
    topic.flush();
  }

  private Lakehouse lake(String prefix) {
    return Lakehouse.in(
        folder,
        kafka.bootstrapServers(),
        ItemTables.of(prefix, "items")
            + "gold.totals { from = [silver.items], grain = [rows], sql = \"totals.sql\" }\n",
        Map.of("totals.sql", "SELECT count(*) AS rows, sum(amount) AS total FROM silver.items"));
  }
}
