package io.firn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.config.Pipeline;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.run.CheckResult;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.junit.Parts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of {@code firn run} at twenty random times, new events after each: the tables are
 * in the end, row by row, those of a warehouse whose runs were left alone.
 *
 * <p>{@code -Dfirn.kill.seed=N} takes other events and delays.
 */
@ExtendWith(Parts.class)
class KillIT {
  private static final List<String> LAYERS = List.of("bronze", "silver", "gold");
  private static final int KILLS_PER_LAYER = 4;
  private static final int KILLS_AT_ANY_TIME = 8;

  private static final Path JAVAS_ARCHIVE =
      Path.of(System.getProperty("java.home"), "lib", "server", "classes.jsa");

  /** Say which run and when, and differ between any two runs. */
  private static final Set<String> OF_THE_RUN = Set.of("run_key", "landed_at");

  private static final String GOLD =
      "gold.totals { from = [silver.orders, silver.items], grain = [name], sql = \"totals.sql\" }";

  private static final Map<String, String> SQL =
      Map.of(
          "totals.sql",
          """
          SELECT o.name, count(*) AS orders, sum(o.amount) AS amount, sum(i.amount) AS matching
          FROM silver.orders o LEFT JOIN silver.items i ON i.id = o.id GROUP BY o.name
          """);

  private final long seed = Long.getLong("firn.kill.seed", 20_261_121);
  private final Random random = new Random(seed);
  private final KafkaBroker kafka;

  @TempDir private Path folder;

  KillIT(KafkaBroker kafka) {
    this.kafka = kafka;
  }

  /**
   * When to kill.
   *
   * @param layer the delay begins when this layer writes its first file; with none, at the start
   */
  private record Moment(Optional<String> layer, Duration delay) {}

  @Test
  void whateverTimeARunIsKilledTheNextOnesMakeTheSameTables() throws InterruptedException {
    System.out.println("KillIT: -Dfirn.kill.seed=" + seed);
    try (Churn source = new Churn(kafka, "kill", seed)) {
      // Given
      Lakehouse control = lake("control");
      Lakehouse killed = lake("killed");
      source.round();
      succeed(
          run(
              control,
              "-XX:SharedArchiveFile=" + JAVAS_ARCHIVE,
              "-XX:ArchiveClassesAtExit=" + archive()));
      source.round();
      FirnProcess measured = run(control);
      succeed(measured);

      // When
      for (Moment moment : moments(measured, control)) {
        while (!kill(killed, moment)) {
          System.out.println("KillIT: the run had ended before, once more");
          source.round();
        }
        source.round();
      }
      succeed(run(killed));

      // Then
      assertThat(control.run().exitCode()).isZero();
      assertSame(killed, control);
      assertThat(killed.rows("bronze:orders").size()).isEqualTo(source.orderEvents());
      assertThat(killed.rows("bronze:items").size()).isEqualTo(source.itemEvents());
      assertThat(TableRows.of(killed.pipeline(), Pipeline.quarantine()).size())
          .isEqualTo(source.refused());
      assertThat(killed.verify()).as("seed %d", seed).isNotEmpty().allMatch(CheckResult::passed);
      assertThat(killed.run().status()).as("nothing is left to do").isEqualTo("no-op");
    }
  }

  /** Classes are read once for all runs: what a run costs is mostly its start. */
  private FirnProcess run(Lakehouse lake) {
    return run(lake, "-XX:SharedArchiveFile=" + archive());
  }

  private static FirnProcess run(Lakehouse lake, String... javaOptions) {
    // The first compiler alone: a run of seconds does not earn back what the second one costs.
    Stream<String> always = Stream.of("-Dspark.master=local[2]", "-XX:TieredStopAtLevel=1");
    return FirnProcess.run(
        lake.file(), Stream.concat(always, Stream.of(javaOptions)).toArray(String[]::new));
  }

  private Path archive() {
    return folder.resolve("classes.jsa");
  }

  private static void succeed(FirnProcess run) throws InterruptedException {
    assertThat(run.exitCode()).as(run.said()).isZero();
  }

  /** In random order: at any time of a run, each in its own part of it, and while a layer works. */
  private List<Moment> moments(FirnProcess measured, Lakehouse lake) {
    Duration wholeRun = measured.age();
    List<Moment> moments = new ArrayList<>();
    for (int part = 0; part < KILLS_AT_ANY_TIME; part++) {
      double share = (part + random.nextDouble()) / KILLS_AT_ANY_TIME;
      moments.add(new Moment(Optional.empty(), share(wholeRun, share)));
    }
    for (String layer : LAYERS) {
      Duration work = timeFromFirstFileToLast(lake, layer, measured.startedAt());
      for (int i = 0; i < KILLS_PER_LAYER; i++) {
        moments.add(new Moment(Optional.of(layer), share(work, random.nextDouble())));
      }
    }
    Collections.shuffle(moments, random);
    System.out.println("KillIT: a run takes " + wholeRun.toMillis() + " ms; " + moments);
    return moments;
  }

  private static Duration share(Duration whole, double share) {
    return Duration.ofNanos((long) (whole.toNanos() * share));
  }

  /** Whether the run was killed and did not end before. */
  private boolean kill(Lakehouse lake, Moment moment) throws InterruptedException {
    List<Integer> before = LAYERS.stream().map(layer -> files(lake, layer).size()).toList();
    FirnProcess run = run(lake);
    moment.layer().ifPresent(layer -> awaitFile(run, lake, layer, before));
    run.endsWithin(moment.delay());
    Duration age = run.age();
    boolean killed = run.kill();
    List<String> written = new ArrayList<>();
    for (int layer = 0; layer < LAYERS.size(); layer++) {
      int files = files(lake, LAYERS.get(layer)).size() - before.get(layer);
      written.add(LAYERS.get(layer) + " " + files);
    }
    System.out.println("KillIT: " + age.toMillis() + " ms, " + moment + ", new files " + written);
    return killed;
  }

  private static void awaitFile(
      FirnProcess run, Lakehouse lake, String layer, List<Integer> before) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> !run.isAlive() || files(lake, layer).size() > before.get(LAYERS.indexOf(layer)));
  }

  private static Duration timeFromFirstFileToLast(Lakehouse lake, String layer, Instant since) {
    List<Instant> written =
        files(lake, layer).stream()
            .map(KillIT::writtenAt)
            .filter(since::isBefore)
            .sorted()
            .toList();
    return Duration.between(written.get(0), written.get(written.size() - 1));
  }

  private static Instant writtenAt(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Read from the folder: to ask the catalog would mend what a kill left, before a run does. */
  private static List<Path> files(Lakehouse lake, String layer) {
    Path tables = lake.file().resolveSibling("warehouse").resolve(layer);
    if (!Files.exists(tables)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(tables)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void assertSame(Lakehouse killed, Lakehouse control) {
    Stream<TableName> units = killed.pipeline().units().stream().map(UnitName::tableName);
    Stream<TableName> ofBronze = Stream.of(Pipeline.quarantine(), Pipeline.schemas());
    Stream.concat(units, ofBronze)
        .forEach(
            table ->
                assertThat(TableRows.of(killed.pipeline(), table).sortedWithout(OF_THE_RUN))
                    .as("%s, seed %d", table, seed)
                    .isNotEmpty()
                    .isEqualTo(TableRows.of(control.pipeline(), table).sortedWithout(OF_THE_RUN)));
  }

  private Lakehouse lake(String name) {
    return Lakehouse.in(
        folder.resolve(name),
        kafka.bootstrapServers(),
        ItemTables.of("kill", "orders", "items") + GOLD,
        SQL);
  }
}
