package io.firn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.bronze.TenantRewind;
import io.firn.bronze.TenantRewindPlan;
import io.firn.commit.RewindNote;
import io.firn.commit.TableRewind;
import io.firn.commit.TableRewind.Place;
import io.firn.gold.GoldInputs;
import io.firn.model.RunKey;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.run.CheckResult;
import io.firn.run.RunReport;
import io.firn.run.RunReportJson;
import io.firn.run.rewind.Cut.Stand;
import io.firn.run.rewind.Point;
import io.firn.run.rewind.Rewind;
import io.firn.run.rewind.RewindPlan;
import io.firn.run.rewind.Target;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.junit.Parts;
import io.firn.silver.SilverInputs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A rewind that ends between two of its tables: whether the rewind is repeated or an ordinary run
 * comes, the tables are right.
 */
@ExtendWith(Parts.class)
class RewindCrashIT {
  /** The order in which a rewind goes; inside a layer any will do. */
  private static final List<String> DOWNSTREAM_FIRST =
      List.of("gold:totals", "silver:items", "silver:orders", "bronze:items", "bronze:orders");

  private static final String GOLD =
      "gold.totals { from = [silver.orders, silver.items], grain = [name], sql = \"totals.sql\" }\n";
  private static final Map<String, String> SQL =
      Map.of(
          "totals.sql",
          """
          SELECT o.name, count(*) AS orders, sum(o.amount) AS amount, sum(i.amount) AS matching
          FROM silver.orders o LEFT JOIN silver.items i ON i.id = o.id GROUP BY o.name
          """);
  private static final String[] WAY_BACK = {"--tenant", "acme", "--to-run", "monday", "--yes"};
  private static final Duration MOST_AFTER_FIRST_FILE = Duration.ofMillis(60);

  private final KafkaBroker kafka;

  @TempDir private Path folder;

  RewindCrashIT(KafkaBroker kafka) {
    this.kafka = kafka;
  }

  @Test
  void whereverARewindBreaksOffARunAndARepeatBothGiveRightTables() {
    try (Days source = new Days(kafka, "broken")) {
      // Given
      Lakehouse lake = lake("broken", "lake");
      source.day();
      succeed(lake.run(new RunKey("monday")));
      Map<TableName, List<String>> monday = LakeState.of(lake);
      source.day();
      succeed(lake.run(new RunKey("tuesday")));
      Lakehouse control = lake("broken", "control");
      succeed(control.run());

      for (int moved : List.of(1, 3)) {
        // When an ordinary run comes after the crash
        breakOff(lake, moved);
        succeed(lake.run());

        // Then
        LakeState.assertSame(lake, control);

        // When the rewind is repeated
        breakOff(lake, moved);
        FirnLine again = FirnLine.of(lake, "rewind", "--to-run", "monday", "--yes");

        // Then
        assertThat(again.exitCode()).as(again.said()).isZero();
        assertThat(LakeState.of(lake)).as("%s moved before", moved).isEqualTo(monday);
        succeed(lake.run());
        LakeState.assertSame(lake, control);
      }
      assertThat(lake.verify()).isNotEmpty().allMatch(CheckResult::passed);
    }
  }

  /** The first tables of a rewind, and no more. */
  private static void breakOff(Lakehouse lake, int tables) {
    lake.open(
        Lakehouse.jobs(),
        run -> {
          RewindPlan plan =
              new Rewind(
                      lake.pipeline(),
                      run.catalog(),
                      List.of(new SilverInputs(), new GoldInputs()),
                      stands -> Map.of())
                  .plan(new Target.ToRun("monday"));
          RewindNote note = new RewindNote("test", Instant.EPOCH, "run monday");
          for (String name : DOWNSTREAM_FIRST.subList(0, tables)) {
            UnitName unit = UnitName.parse(name);
            Stand stand = plan.cut().tables().get(unit);
            assertThat(stand.moves()).as(name).isTrue();
            Point then = stand.then().orElseThrow();
            new TableRewind(plan.tables().get(unit), unit, note)
                .to(
                    stand
                        .then()
                        .map(
                            point ->
                                new Place(point.snapshot(), stand.progressThen(), then.runKey())));
          }
          return tables;
        });
  }

  @Test
  void aRewindThatIsKilledCanBeRepeated() throws InterruptedException {
    long seed = Long.getLong("firn.kill.seed", 20_261_121);
    Random random = new Random(seed);
    try (Days source = new Days(kafka, "killed")) {
      // Given
      Lakehouse lake = lake("killed", "lake");
      source.day();
      succeed(lake.run(new RunKey("monday")));
      Map<TableName, List<String>> monday = LakeState.of(lake);
      source.day();
      succeed(lake.run(new RunKey("tuesday")));
      Lakehouse control = lake("killed", "control");
      succeed(control.run());

      for (int kill = 0; kill < 2; kill++) {
        // When
        Duration delay =
            Duration.ofMillis((long) (MOST_AFTER_FIRST_FILE.toMillis() * random.nextDouble()));
        long before = files(lake);
        FirnProcess rewind =
            FirnProcess.of(lake.file(), List.of("rewind", "--to-run", "monday", "--yes"));
        Awaitility.await()
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(2))
            .atMost(Duration.ofMinutes(1))
            .until(() -> !rewind.isAlive() || files(lake) > before);
        rewind.endsWithin(delay);
        boolean killed = rewind.kill();
        System.out.println("RewindCrashIT: killed " + killed + " after " + delay);
        FirnLine again = FirnLine.of(lake, "rewind", "--to-run", "monday", "--yes");

        // Then
        assertThat(again.exitCode()).as(again.said()).isZero();
        assertThat(LakeState.of(lake)).as("seed %d", seed).isEqualTo(monday);
        succeed(lake.run());
        LakeState.assertSame(lake, control);
      }
    }
  }

  @Test
  void whereverATenantsWayBackBreaksOffARunAndARepeatBothGiveRightTables()
      throws InterruptedException {
    try (EventTopic acmeOrders = new EventTopic(kafka, "acme.way.orders", 1);
        EventTopic betaOrders = new EventTopic(kafka, "beta.way.orders", 1);
        EventTopic acmeItems = new EventTopic(kafka, "acme.way.items", 1)) {
      // Given
      Lakehouse lake = TenantTables.lake(kafka, "way", folder.resolve("way"), "items");
      Map<TableName, List<String>> acmeMonday = new HashMap<>();
      for (String key : List.of("monday", "tuesday")) {
        for (EventTopic topic : List.of(acmeOrders, betaOrders, acmeItems)) {
          topic.put(1, key, 1);
          topic.put(key.length(), "only on " + key, 2);
          topic.flush();
        }
        succeed(lake.run(new RunKey(key)));
        if (key.equals("monday")) {
          acmeMonday.putAll(LakeState.of(lake, "acme"));
        }
      }
      Map<TableName, List<String>> beta = LakeState.of(lake, "beta");
      Lakehouse control = TenantTables.lake(kafka, "way", folder.resolve("control"), "items");
      succeed(control.run());

      // When an ordinary run comes after one of two tables went back
      tenantBreaksOff(lake, 1);
      succeed(lake.run());

      // Then
      LakeState.assertSame(lake, control);

      // When both went back, silver and gold did not follow, and the repeat is killed on its way
      tenantBreaksOff(lake, 2);
      long before = files(lake);
      FirnProcess rewind =
          FirnProcess.of(
              lake.file(),
              Stream.concat(Stream.of("rewind"), Stream.of(WAY_BACK)).toList(),
              "-Dspark.master=local[2]");
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .atMost(Duration.ofMinutes(1))
          .until(() -> !rewind.isAlive() || files(lake) > before);
      System.out.println("RewindCrashIT: a tenant's way back killed: " + rewind.kill());
      FirnLine afterKill = FirnLine.of(lake, "rewind", WAY_BACK);

      // Then
      assertThat(afterKill.exitCode()).as(afterKill.said()).isZero();
      assertThat(LakeState.of(lake, "acme")).isEqualTo(acmeMonday);
      assertThat(LakeState.of(lake, "beta")).isEqualTo(beta);
      assertThat(FirnLine.of(lake, "rewind", WAY_BACK).said()).contains("nothing to take back");
      succeed(lake.run());
      LakeState.assertSame(lake, control);
      assertThat(lake.verify()).isNotEmpty().allMatch(CheckResult::passed);
    }
  }

  /** The first bronze tables of a tenant's way back, and no more. */
  private static void tenantBreaksOff(Lakehouse lake, int tables) {
    lake.open(
        Lakehouse.jobs(),
        run -> {
          Rewind rewind =
              new Rewind(
                  lake.pipeline(),
                  run.catalog(),
                  List.of(new SilverInputs(), new GoldInputs()),
                  stands -> Map.of());
          TenantRewind way = new TenantRewind(run.context(new RunKey("broken-off")));
          TenantRewindPlan plan = way.plan("acme", rewind.bronze(new Target.ToRun("monday")));
          assertThat(plan.parts()).hasSize(2);
          plan.parts().keySet().stream()
              .limit(tables)
              .forEach(unit -> way.carryOut(plan, unit, "test"));
          return tables;
        });
  }

  private static void succeed(RunReport report) {
    assertThat(report.exitCode()).as(RunReportJson.write(report)).isZero();
  }

  private static long files(Lakehouse lake) {
    try (Stream<Path> files = Files.walk(lake.file().resolveSibling("warehouse"))) {
      return files.filter(file -> file.toString().endsWith(".metadata.json")).count();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Lakehouse lake(String prefix, String name) {
    return Lakehouse.in(
        folder.resolve(name),
        kafka.bootstrapServers(),
        ItemTables.of(prefix, "orders", "items") + GOLD,
        SQL);
  }
}
