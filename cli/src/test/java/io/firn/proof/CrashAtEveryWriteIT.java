package io.firn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.model.RunKey;
import io.firn.proof.DiskMoments.Contents;
import io.firn.proof.DiskMoments.Moment;
import io.firn.run.CheckResult;
import io.firn.run.RunReport;
import io.firn.run.RunReportJson;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.junit.Parts;
import io.firn.silver.SchemaHistory;
import io.firn.testkit.EventBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Law 2 at every instant: a run dies before and after each of its calls that change a file or the
 * catalog, and the next run makes of what it left the tables of a run that never died.
 */
@ExtendWith(Parts.class)
class CrashAtEveryWriteIT {
  private static final List<String> LAYERS = List.of("bronze", "silver", "gold");

  /**
   * SQLSTATE: one after which Iceberg's client connects and asks again, and one after which not.
   */
  private static final String CONNECTION_FAILURE = "08006";

  private static final String OTHER_FAILURE = "HY000";

  private static final String GOLD =
      "gold.totals { from = [silver.orders, silver.items], grain = [name], sql = \"totals.sql\" }";

  private static final Map<String, String> SQL =
      Map.of(
          "totals.sql",
          """
          SELECT o.name, count(*) AS orders, sum(o.amount) AS amount, sum(i.amount) AS matching
          FROM silver.orders o LEFT JOIN silver.items i ON i.id = o.id GROUP BY o.name
          """);

  private final KafkaBroker kafka;

  @TempDir private Path folder;

  CrashAtEveryWriteIT(KafkaBroker kafka) {
    this.kafka = kafka;
  }

  @Test
  void whereverARunDiesTheNextOneMakesTheTablesOfARunThatNeverDied() {
    try (EventTopic orders = new EventTopic(kafka, "crash.orders", 2);
        EventTopic items = new EventTopic(kafka, "crash.items", 1);
        DiskMoments disk = new DiskMoments(lake(), folder.resolve("moments"))) {
      firstEvents(orders, items);
      dieEverywhere(disk, new RunKey("first"), "which creates the tables");
      laterEvents(orders, items);
      List<Moment> moments =
          dieEverywhere(disk, new RunKey("later"), "which updates and adds a column");
      loseEveryAnswer(disk, new RunKey("later"), moments);
    }
  }

  /**
   * Leaves the lake as a run that never died.
   *
   * @return the moments of the run
   */
  private static List<Moment> dieEverywhere(DiskMoments disk, RunKey key, String run) {
    long begun = System.nanoTime();
    List<Moment> moments = disk.watch(key);
    Contents expected = disk.contents();
    List<CheckResult> checks = disk.verify();
    assertThat(checks).isNotEmpty().allMatch(CheckResult::passed);
    assertThat(disk.run(new RunKey("after-" + key)).status()).isEqualTo("no-op");
    List<Moment> deaths = withoutRepeatedTears(moments);
    for (Moment moment : deaths) {
      List<String> layers = layersToRun(moment);
      disk.restore(moment);
      RunReport report = disk.run(key, layers.toArray(String[]::new));
      assertThat(report.exitCode()).as(RunReportJson.write(report)).isZero();
      assertSame(disk.contents(), expected, layers, "died after: " + moment.after());
    }
    System.out.printf(
        "CrashAtEveryWriteIT: a run %s has %d writing calls; %d deaths: %d s%n",
        run,
        moments.size() - 1,
        deaths.size(),
        Duration.ofNanos(System.nanoTime() - begun).toSeconds());
    return moments;
  }

  /**
   * A file that is begun and not ended is referred to by nothing: the first of each kind stands for
   * the others, unless {@code -Dfirn.crash.all=true}; so do the commits for the files of the
   * changes of columns. All other moments stay.
   */
  private static List<Moment> withoutRepeatedTears(List<Moment> moments) {
    Set<String> kinds = new HashSet<>();
    return moments.stream()
        .filter(
            moment ->
                Boolean.getBoolean("firn.crash.all")
                    || !moment.isBetweenCommitsOf(SchemaHistory.NAME))
        .filter(
            moment ->
                Boolean.getBoolean("firn.crash.all")
                    || !moment.after().startsWith("create ")
                    || kinds.add(moment.after().substring(moment.after().indexOf(' ', 7))))
        .toList();
  }

  /**
   * After a crash before a commit, the layer at work: what stands above it reads tables that are
   * the same, to their commits. After a commit, all layers.
   */
  private static List<String> layersToRun(Moment moment) {
    return LAYERS.stream()
        .filter(layer -> moment.isBeforeCommit(layer))
        .findFirst()
        .map(List::of)
        .orElse(LAYERS);
  }

  /**
   * The catalog's database swaps a table's metadata in, and the connection breaks before it has
   * said so; or breaks before it does. JdbcCatalog asks again after a broken connection, and is
   * then refused by what it did itself; it asks not after another error.
   */
  private static void loseEveryAnswer(DiskMoments disk, RunKey key, List<Moment> moments) {
    long begun = System.nanoTime();
    Contents expected = disk.contents();
    int commits = 0;
    Moment begin = moments.get(0);
    for (int place = 1; place < moments.size(); place++) {
      Moment moment = moments.get(place);
      if (!moment.after().startsWith("UPDATE")) {
        continue;
      }
      String layer = layer(moment);
      Optional<String> unit = unit(moment, layer);
      // A unit that is done again from just before its commit comes to that one first. What is
      // written behind all units of a layer is written only if one of them has something to do.
      Moment start =
          unit.isPresent() ? moments.get(place - 1) : lastBefore(layer, moments).orElse(begin);
      int number = unit.isPresent() ? 1 : occurrence(moment, moments.subList(0, place + 1));
      commits++;
      for (LostAnswer lost : lost(moment.after(), number)) {
        disk.restore(start);
        RunReport report = disk.run(key, lost, unit.orElse(layer));
        String told = "lost %s: %s".formatted(lost, RunReportJson.write(report));
        assertThat(lost.happened()).as(told).isTrue();
        assertThat(report.exitCode()).as(told).isIn(0, 40);
        assertThat(disk.run(key, layer).exitCode()).as(told).isZero();
        assertSame(disk.contents(), expected, List.of(layer), told);
      }
    }
    assertThat(commits).isGreaterThan(5);
    System.out.printf(
        "CrashAtEveryWriteIT: %d commits whose answer was lost, in 3 ways: %d s%n",
        commits, Duration.ofNanos(System.nanoTime() - begun).toSeconds());
  }

  private static void assertSame(
      Contents found, Contents expected, List<String> layers, String told) {
    assertThat(found.in(layers)).as(told).isEqualTo(expected.in(layers));
    assertThat(expected.ledger()).as(told).containsAll(found.ledger());
    assertThat(found.ledger()).as(told).doesNotHaveDuplicates();
  }

  private static int occurrence(Moment moment, List<Moment> until) {
    return (int) until.stream().filter(earlier -> earlier.after().equals(moment.after())).count();
  }

  private static List<LostAnswer> lost(String call, int number) {
    return List.of(
        new LostAnswer(call, number, true, CONNECTION_FAILURE),
        new LostAnswer(call, number, true, OTHER_FAILURE),
        new LostAnswer(call, number, false, OTHER_FAILURE));
  }

  private static String layer(Moment commit) {
    return LAYERS.stream()
        .filter(layer -> commit.after().contains(", " + layer + ","))
        .findFirst()
        .orElseThrow();
  }

  /** The unit whose table it is; empty where the table is the whole layer's. */
  private static Optional<String> unit(Moment commit, String layer) {
    String behind = ", " + layer + ", ";
    String name = commit.after().substring(commit.after().indexOf(behind) + behind.length());
    return Optional.of(name.substring(0, name.indexOf(']')))
        .filter(table -> !table.startsWith("__"))
        .map(table -> layer + ":" + table);
  }

  /** When all that stands below {@code layer} had been committed. */
  private static Optional<Moment> lastBefore(String layer, List<Moment> moments) {
    List<String> below = LAYERS.subList(0, LAYERS.indexOf(layer));
    return moments.stream()
        .filter(moment -> moment.after().startsWith("UPDATE") && below.contains(layer(moment)))
        .reduce((earlier, later) -> later);
  }

  private static void firstEvents(EventTopic orders, EventTopic items) {
    orders.put(1, "ann", 10);
    orders.put(2, "bob", 20);
    orders.put(3, "cid", 30);
    orders.raw(null, EventTopic.bytes("no event"));
    orders.put(1, "ann", 11);
    orders.put(4, "dan", 40);
    orders.delete(4);
    orders.flush();
    for (int id = 1; id <= 3; id++) {
      items.send(typed(items.event("c").key(id).with("name", "item").with("amount", id)));
    }
    items.flush();
  }

  private static void laterEvents(EventTopic orders, EventTopic items) {
    orders.send(orders.event("u").key(2).with("name", "bob").with("amount", 21).with("note", "x"));
    orders.rename(3, 7, 31);
    orders.delete(1);
    orders.raw(null, EventTopic.bytes("no event either"));
    orders.flush();
    EventBuilder again = typed(items.event("u").key(2).with("name", "item").with("amount", 5));
    items.send(again);
    items.send(
        typed(items.event("c").key(9).with("name", "new").with("amount", 9).with("size", 1L))
            .typed("size", "int64"));
    // As a connector that begins again where it was.
    items.send(again);
    items.flush();
  }

  private static EventBuilder typed(EventBuilder row) {
    return row.typed("id", "int32").typed("name", "string").typed("amount", "int32");
  }

  private Lakehouse lake() {
    return Lakehouse.in(
        folder.resolve("lake"),
        kafka.bootstrapServers(),
        ItemTables.of("crash", "orders", "items") + GOLD,
        SQL);
  }
}
