package io.firn.silver;

import static io.firn.testkit.EventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.commit.Progress;
import io.firn.model.RunKey;
import io.firn.model.TableName;
import io.firn.run.JobContext;
import io.firn.run.Selection;
import io.firn.run.maintain.Limits;
import io.firn.run.maintain.Maintenance;
import io.firn.run.maintain.TablePlan;
import io.firn.run.maintain.TableUpkeep;
import io.firn.run.maintain.Upkeep;
import io.firn.testkit.EventBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is done for a table's files and snapshots, its rows and its progress stay. */
class SilverMaintenanceTest {
  private static final TableName BRONZE = PureSilver.TABLE.from().tableName();

  /** Everything is due at once, and nothing is kept for its age. */
  private static final Limits EAGER =
      new Limits(1L << 30, 0.001, 2, Duration.ZERO, 1, Limits.SAFE_AGE);

  @TempDir private Path folder;
  private final Map<Integer, Long> source = new TreeMap<>();
  private SilverLake lake;
  private long position;

  @BeforeEach
  void open() {
    lake = SilverLake.in(folder, PureSilver.TABLE);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void tablesThatAreMaintainedBetweenRunsAreTheSourcesRows() {
    Random chance = new Random(17);
    for (int run = 0; run < 9; run++) {
      land(chance, 12);
      if (run % 3 == 2) {
        // Silver is one landing behind: its range begins at a snapshot that is not the newest.
        maintained(EAGER, Set.of(Upkeep.COMPACT, Upkeep.MANIFESTS, Upkeep.EXPIRE));
      }
      lake.promote();
      assertThat(shown()).as("after run " + run).isEqualTo(wanted());
    }
    maintained(EAGER, Set.of(Upkeep.COMPACT, Upkeep.EXPIRE));

    assertThat(shown()).isEqualTo(wanted());
    assertThat(lake.verifies()).isTrue();
    assertThat(lake.silver().currentSnapshot().summary())
        // One of each bucket.
        .containsEntry("total-data-files", "2")
        .containsEntry("total-delete-files", "0");
    assertThat(lake.plan().summary().ready()).isFalse();
  }

  @Test
  void aSnapshotFromWhichAReadersNextRunStartsStaysHoweverOld() {
    land(new Random(1), 5);
    lake.promote();
    long reached = lake.bronze().currentSnapshot().snapshotId();
    land(new Random(2), 5);
    land(new Random(3), 5);

    TablePlan plan = plan(BRONZE, EAGER);
    maintained(EAGER, Set.of(Upkeep.EXPIRE));

    assertThat(plan.keptFor()).map(need -> need.by()).contains(PureSilver.TABLE.unit());
    lake.bronze().refresh();
    assertThat(lake.bronze().snapshot(reached)).isNotNull();
    lake.promote();
    assertThat(shown()).isEqualTo(wanted());
  }

  @Test
  void tablesThatUnitsShareAreAmongThem() {
    List<TableName> shared =
        List.of(new TableName("silver", "__ledger"), new TableName("silver", "__quarantine"));
    land(new Random(1), 5);
    lake.promote();
    shared.forEach(
        name -> lake.lake().create(name, lake.silver().schema(), PartitionSpec.unpartitioned()));

    List<TableName> planned =
        maintenance(Instant.now(), EAGER, Set.of(Upkeep.EXPIRE)).plan(false).stream()
            .map(TablePlan::table)
            .toList();

    assertThat(planned).containsAll(shared).contains(BRONZE);
  }

  @Test
  void snapshotsThatATagNamesStay() {
    land(new Random(1), 5);
    lake.promote();
    Table silver = lake.silver();
    silver.manageSnapshots().createTag("month-end", silver.currentSnapshot().snapshotId()).commit();
    long tagged = silver.currentSnapshot().snapshotId();
    land(new Random(2), 5);
    lake.promote();

    maintained(EAGER, Set.of(Upkeep.EXPIRE));

    assertThat(lake.silver().snapshot(tagged)).isNotNull();
  }

  @Test
  void filesThatNothingRefersToGoWhenTheyAreOldEnough() throws IOException {
    land(new Random(1), 5);
    lake.promote();
    Path data = Path.of(lake.silver().location().replaceFirst("^file:", "")).resolve("data");
    Path left = Files.writeString(data.resolve("left-by-a-killed-run.parquet"), "x");
    Instant now = Instant.now();

    TableUpkeep young = silverAt(now);
    assertThat(young.counts()).containsEntry("orphans-deleted", 0L);
    assertThat(left).exists();

    TableUpkeep old = silverAt(now.plus(Duration.ofDays(2)));

    assertThat(old.counts()).containsEntry("orphans-deleted", 1L);
    assertThat(left).doesNotExist();
    assertThat(shown()).isEqualTo(wanted());
  }

  @Test
  void boundedWorkIsDoneInSteps() {
    for (int run = 0; run < 4; run++) {
      land(new Random(run), 10);
      lake.promote();
    }
    Limits little = new Limits(1, 0.001, 2, Duration.ofDays(1), 100, Limits.SAFE_AGE);

    List<Long> left = new ArrayList<>();
    for (int step = 0; step < 2; step++) {
      left.add(
          maintained(little, Set.of(Upkeep.COMPACT))
              .get(BRONZE)
              .counts()
              .getOrDefault("files-left", 0L));
    }

    assertThat(left.get(1)).isLessThanOrEqualTo(left.get(0));
    assertThat(shown()).isEqualTo(wanted());
  }

  @Test
  void manySmallCommitsBecomeFewFilesAndFewSnapshots() {
    land(new Random(1), 5);
    lake.promote();
    Table bronze = lake.bronze();
    bronze.updateProperties().set("commit.manifest-merge.enabled", "false").commit();
    for (int commit = 0; commit < 40; commit++) {
      land(new Random(commit), 1);
    }
    lake.promote();
    int manifests = bronze.currentSnapshot().dataManifests(bronze.io()).size();

    TableUpkeep upkeep =
        maintained(EAGER, Set.of(Upkeep.COMPACT, Upkeep.MANIFESTS, Upkeep.EXPIRE)).get(BRONZE);

    bronze.refresh();
    assertThat(manifests).isGreaterThan(39);
    assertThat(bronze.currentSnapshot().dataManifests(bronze.io()).size()).isLessThan(10);
    assertThat(bronze.currentSnapshot().summary()).containsEntry("total-data-files", "1");
    assertThat(upkeep.counts()).containsEntry("files-written", 1L);
    assertThat(upkeep.counts().get("snapshots-expired")).isGreaterThan(35);
    assertThat(Progress.read(bronze)).isPresent();
    assertThat(lake.verifies()).isTrue();
  }

  private void land(Random chance, int changes) {
    List<EventBuilder> events = new ArrayList<>();
    for (int change = 0; change < changes; change++) {
      int id = chance.nextInt(30);
      long at = ++position;
      boolean deletes = source.containsKey(id) && chance.nextInt(4) == 0;
      events.add(
          event(deletes ? "d" : source.containsKey(id) ? "u" : "c")
              .tenant("acme")
              .key(id)
              .with("amount", at)
              .position(at));
      if (deletes) {
        source.remove(id);
      } else {
        source.put(id, at);
      }
    }
    lake.land(events);
  }

  private List<String> wanted() {
    return source.entrySet().stream()
        .map(row -> row.getKey() + " " + row.getValue())
        .sorted()
        .toList();
  }

  private List<String> shown() {
    return lake.show("id", "amount");
  }

  private Map<TableName, TableUpkeep> maintained(Limits limits, Set<Upkeep> kinds) {
    return maintained(Instant.now().plusSeconds(1), limits, kinds);
  }

  private Map<TableName, TableUpkeep> maintained(Instant at, Limits limits, Set<Upkeep> kinds) {
    Maintenance maintenance = maintenance(at, limits, kinds);
    Map<TableName, TableUpkeep> done = new HashMap<>();
    for (TablePlan plan : maintenance.plan(false)) {
      TableUpkeep upkeep = maintenance.carryOut(plan);
      assertThat(upkeep.failure()).isEmpty();
      done.put(plan.table(), upkeep);
    }
    return done;
  }

  /** Orphans of silver's table. */
  private TableUpkeep silverAt(Instant at) {
    Maintenance maintenance =
        maintenance(at, EAGER, Set.of(Upkeep.ORPHANS), List.of(PureSilver.TABLE.unit().toString()));
    assertThat(maintenance.plan(true)).hasSize(1);
    return maintenance.carryOut(maintenance.plan(false).get(0));
  }

  private TablePlan plan(TableName table, Limits limits) {
    return maintenance(Instant.now().plusSeconds(1), limits, Set.of(Upkeep.EXPIRE))
        .plan(false)
        .stream()
        .filter(plan -> plan.table().equals(table))
        .findFirst()
        .orElseThrow();
  }

  private Maintenance maintenance(Instant at, Limits limits, Set<Upkeep> kinds) {
    return maintenance(at, limits, kinds, List.of());
  }

  private Maintenance maintenance(
      Instant at, Limits limits, Set<Upkeep> kinds, List<String> selectors) {
    JobContext base = lake.lake().context("maintain");
    JobContext now =
        new JobContext(
            base.pipeline(), base.catalog(), base.spark(), new RunKey("maintain"), List.of(), at);
    return new Maintenance(
        now,
        Maintenance.Work.of(kinds, limits),
        Selection.of(base.pipeline(), selectors),
        selectors.isEmpty(),
        List.of(new SilverInputs()),
        Clock.systemUTC());
  }
}
