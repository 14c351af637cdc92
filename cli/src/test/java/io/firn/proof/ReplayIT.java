package io.firn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.bronze.Replay;
import io.firn.bronze.ReplayPlan;
import io.firn.bronze.ReplayRequest;
import io.firn.config.Pipeline;
import io.firn.model.RunKey;
import io.firn.model.UnitName;
import io.firn.run.CheckResult;
import io.firn.run.RunReport;
import io.firn.run.RunReportJson;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.junit.Parts;
import io.firn.table.Tables;
import io.firn.testkit.EventBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rows that bronze lost come back from Kafka, each once; where none is lost nothing happens. */
@ExtendWith(Parts.class)
class ReplayIT {
  private static final String[] ALL_TIME = {
    "-s",
    "bronze:orders",
    "--from-time",
    "2000-01-01T00:00:00Z",
    "--to-time",
    "2100-01-01T00:00:00Z"
  };

  private final KafkaBroker kafka;

  @TempDir private Path folder;

  ReplayIT(KafkaBroker kafka) {
    this.kafka = kafka;
  }

  @Test
  void aHoleIsFilledOnceAndAFullRangeIsLeftAlone() {
    try (Days source = new Days(kafka, "hole")) {
      // Given
      Lakehouse lake = lake("hole", "lake");
      Lakehouse control = lake("hole", "control");
      source.day();
      succeed(lake.run());
      source.day();
      succeed(lake.run());
      succeed(control.run());
      long head = head(lake);

      // When nothing is missing
      FirnLine full = replay(lake, "--yes", "--output", "json");

      // Then
      assertThat(full.exitCode()).as(full.said()).isZero();
      assertThat(full.json().at("/committed").booleanValue()).isFalse();
      assertThat(head(lake)).isEqualTo(head);

      // When rows are lost
      sql(lake, "DELETE FROM %s.bronze.orders WHERE offset BETWEEN 5 AND 12");
      sql(lake, "DELETE FROM %s.bronze.__quarantine WHERE unit = 'bronze:orders'");
      assertThat(lake.rows("bronze:orders").size())
          .isLessThan(control.rows("bronze:orders").size());
      assertThat(check(lake, "rows-as-accounted")).isFalse();
      FirnLine unasked = replay(lake);
      FirnLine dry = replay(lake, "--dry-run", "--output", "json");
      FirnLine filled = replay(lake, "--yes", "--output", "json");

      // Then
      assertThat(unasked.exitCode()).as(unasked.said()).isEqualTo(20);
      assertThat(dry.json().at("/partitions/0/missing").longValue()).isGreaterThanOrEqualTo(10);
      assertThat(filled.exitCode()).as(filled.said()).isZero();
      assertThat(filled.json().at("/committed").booleanValue()).isTrue();
      assertThat(filled.json().at("/counts/written").longValue()).isEqualTo(8);
      assertThat(filled.json().at("/counts/quarantined").longValue()).isEqualTo(2);
      assertThat(check(lake, "rows-as-accounted")).isTrue();
      assertThat(check(lake, "ledger-balances")).isTrue();
      assertThat(check(lake, "ranges-join")).isTrue();
      assertThat(replay(lake, "--yes", "--output", "json").json().at("/committed").booleanValue())
          .as("the same once more")
          .isFalse();
      assertThat(lake.run("bronze").status()).as("progress stayed").isEqualTo("no-op");
      assertThat(lake.run("silver:orders").exitCode()).as("rows were deleted").isEqualTo(60);

      // When silver is built anew
      sql(lake, "DROP TABLE %s.silver.orders");
      succeed(lake.run());

      // Then
      LakeState.assertSame(lake, control);
      assertThat(TableRows.of(lake.pipeline(), Pipeline.quarantine()).size())
          .isEqualTo(source.refused());
    }
  }

  @Test
  void anEventThatTheConnectorSentTwiceStandsOnceWhicheverIsReplayedFirst() {
    try (EventTopic orders = new EventTopic(kafka, "twice.orders", 1);
        EventTopic items = new EventTopic(kafka, "twice.items", 1)) {
      // Given the event of offset 1 once more at offset 3
      Lakehouse lake = lake("twice", "twice");
      orders.put(1, "one", 1);
      EventBuilder sent = orders.event("u").key(2).with("name", "two").with("amount", 2);
      orders.send(sent);
      orders.put(3, "three", 3);
      orders.send(sent);
      orders.put(4, "four", 4);
      orders.flush();
      items.put(1, "one", 1);
      items.flush();
      succeed(lake.run());
      assertThat(lake.rows("bronze:orders").column("offset"))
          .containsExactlyInAnyOrder(0L, 1L, 2L, 4L);
      sql(lake, "DELETE FROM %s.bronze.orders WHERE offset = 1");

      // When the repeat is replayed before the original
      FirnLine repeat = offsets(lake, 3, 4);
      FirnLine original = offsets(lake, 0, 5);

      // Then
      assertThat(repeat.json().at("/counts/written").longValue()).as(repeat.said()).isEqualTo(1);
      assertThat(original.json().at("/committed").booleanValue()).as(original.said()).isFalse();
      assertThat(lake.rows("bronze:orders").column("offset"))
          .containsExactlyInAnyOrder(0L, 2L, 3L, 4L);
    }
  }

  @Test
  void ofTwoReplaysOfOneHoleOneGetsInAndWhatWasNeverLandedIsLeftToTheNextRun() {
    try (EventTopic orders = new EventTopic(kafka, "race2.orders", 1);
        EventTopic items = new EventTopic(kafka, "race2.items", 1)) {
      // Given
      Lakehouse lake = lake("race2", "race2");
      for (int id = 0; id < 4; id++) {
        orders.put(id, "name", id);
      }
      orders.flush();
      items.put(1, "one", 1);
      items.flush();
      succeed(lake.run());
      sql(lake, "DELETE FROM %s.bronze.orders WHERE offset = 2");
      orders.put(9, "not landed yet", 9);
      orders.flush();

      // When
      lake.open(
          Lakehouse.jobs(),
          run -> {
            Replay one = new Replay(run.context(new RunKey("one")));
            Replay other = new Replay(run.context(new RunKey("other")));
            ReplayRequest request =
                new ReplayRequest(
                    UnitName.parse("bronze:orders"),
                    Optional.empty(),
                    Optional.empty(),
                    new ReplayRequest.Offsets(0, 0, 100));
            ReplayPlan first = one.plan(request);
            ReplayPlan second = other.plan(request);
            assertThat(one.carryOut(first).counts()).containsEntry("written", 1L);

            // Then
            assertThat(other.carryOut(second).snapshot())
                .as("it finds the event that the first has brought back")
                .isEmpty();
            assertThat(first.notes())
                .containsExactly("race2.orders-0 from offset 4 on is landed by the next run");
            return first;
          });
      assertThat(lake.rows("bronze:orders").column("offset"))
          .containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
    }
  }

  @Test
  void aTopicOrATenantAloneIsReplayedAndAKilledReplayIsRepeated() throws InterruptedException {
    try (EventTopic acme = new EventTopic(kafka, "acme.part.orders", 1);
        EventTopic beta = new EventTopic(kafka, "beta.part.orders", 1)) {
      // Given
      Lakehouse lake = TenantTables.lake(kafka, "part", folder.resolve("part"));
      Lakehouse control = TenantTables.lake(kafka, "part", folder.resolve("control"));
      for (int id = 0; id < 5; id++) {
        acme.put(id, "name", id);
        beta.put(id, "name", id);
      }
      acme.flush();
      beta.flush();
      succeed(lake.run());
      succeed(control.run());
      sql(lake, "DELETE FROM %s.bronze.orders WHERE offset IN (1, 3)");

      // When
      FirnLine nobody = replay(lake, "--tenant", "acne", "--yes");
      FirnLine topic = replay(lake, "--topic", "acme.part.orders", "--yes", "--output", "json");

      // Then
      assertThat(nobody.exitCode()).as(nobody.said()).isEqualTo(20);
      assertThat(nobody.said()).contains("No topic of bronze:orders is meant", "tenant acne");
      assertThat(topic.json().at("/counts/written").longValue()).as(topic.said()).isEqualTo(2);
      assertThat(topic.json().at("/partitions").size()).as("no other is looked at").isOne();
      assertThat(lake.rows("bronze:orders").size()).isEqualTo(8);

      // When a tenant's replay is killed as soon as it writes, and asked for again
      System.out.println("ReplayIT: killed " + killedWhenItWrites(lake, "--tenant", "beta"));
      FirnLine again = replay(lake, "--tenant", "beta", "--yes");

      // Then
      assertThat(again.exitCode()).as(again.said()).isZero();
      LakeState.assertSame(lake, control);
      assertThat(replay(lake, "--yes", "--output", "json").json().at("/committed").booleanValue())
          .as("nothing is missing any more")
          .isFalse();
      assertThat(check(lake, "rows-as-accounted")).isTrue();
    }
  }

  private static boolean killedWhenItWrites(Lakehouse lake, String... words)
      throws InterruptedException {
    List<String> line = new ArrayList<>(List.of("replay", "--yes"));
    line.addAll(List.of(ALL_TIME));
    line.addAll(List.of(words));
    long before = files(lake);
    FirnProcess replay = FirnProcess.of(lake.file(), line, "-Dspark.master=local[2]");
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .atMost(Duration.ofMinutes(1))
        .until(() -> !replay.isAlive() || files(lake) > before);
    return replay.kill();
  }

  private static long files(Lakehouse lake) {
    try (Stream<Path> files = Files.walk(lake.file().resolveSibling("warehouse/bronze/orders"))) {
      return files.filter(Files::isRegularFile).count();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static FirnLine offsets(Lakehouse lake, int from, int to) {
    return FirnLine.of(
        lake,
        "replay",
        "-s",
        "bronze:orders",
        "--partition",
        "0",
        "--from-offset",
        Integer.toString(from),
        "--to-offset",
        Integer.toString(to),
        "--yes",
        "--output",
        "json");
  }

  private static FirnLine replay(Lakehouse lake, String... words) {
    String[] line = new String[ALL_TIME.length + words.length];
    System.arraycopy(ALL_TIME, 0, line, 0, ALL_TIME.length);
    System.arraycopy(words, 0, line, ALL_TIME.length, words.length);
    return FirnLine.of(lake, "replay", line);
  }

  /** {@code %s} is the catalog. */
  private static void sql(Lakehouse lake, String statement) {
    String text = statement.formatted(lake.pipeline().catalog().name());
    lake.open(
        Lakehouse.jobs(), run -> run.context(new RunKey("test")).spark().get().sql(text).count());
  }

  private static boolean check(Lakehouse lake, String name) {
    return lake.verify().stream()
        .filter(check -> check.unit().toString().equals("bronze:orders"))
        .filter(check -> check.check().equals(name))
        .allMatch(CheckResult::passed);
  }

  private static long head(Lakehouse lake) {
    return Tables.load(
            Tables.open(lake.pipeline().catalog()), UnitName.parse("bronze:orders").tableName())
        .orElseThrow()
        .currentSnapshot()
        .snapshotId();
  }

  private static void succeed(RunReport report) {
    assertThat(report.exitCode()).as(RunReportJson.write(report)).isZero();
  }

  private Lakehouse lake(String prefix, String name) {
    return Lakehouse.in(
        folder.resolve(name),
        kafka.bootstrapServers(),
        ItemTables.of(prefix, "orders", "items"),
        Map.of());
  }
}
