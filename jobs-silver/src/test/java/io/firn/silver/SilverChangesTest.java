package io.firn.silver;

import static io.firn.testkit.EventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.commit.CommittedChanges;
import io.firn.config.Deletes;
import io.firn.config.Evolve;
import io.firn.config.QuarantineSettings;
import io.firn.config.SilverRules;
import io.firn.config.SilverTable;
import io.firn.testkit.EventBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** What a reader of {@code silver.orders__changes} gets, promoted by the real job. */
class SilverChangesTest {
  private static final SilverTable TABLE =
      new SilverTable(
          "orders",
          PureSilver.TABLE.from(),
          List.of("tenant", "id"),
          List.of(),
          Evolve.ADD,
          OptionalInt.empty(),
          new SilverRules(Deletes.REMOVE, true, QuarantineSettings.USUAL));

  @Test
  void aRunTellsTheRowsThatItChangedBeforeAndAfter() throws IOException {
    try (SilverLake lake = SilverLake.in(folder(), TABLE)) {
      lake.land(
          event("c").key(1).with("name", "ann").position(10),
          event("c").key(2).with("name", "bob").position(11),
          event("c").key(3).with("name", "eve").position(12));
      lake.promote();
      long before = lake.silver().currentSnapshot().snapshotId();
      lake.land(
          event("u").key(1).with("name", "Ann").position(20),
          event("d").key(2).position(21),
          event("c").key(4).with("name", "new").with("more", 1).position(22),
          event("u").key(3).with("name", "late").position(5));
      lake.promote();

      assertThat(images(lake, before, "id", "name", "more", "__image", "__op", "__run_key"))
          .containsExactly(
              "1 Ann null after update run-2",
              "1 ann null before update run-2",
              "2 bob null before delete run-2",
              "4 new 1 after insert run-2");
    }
  }

  @Test
  void aTruncateTellsTheRowsThatItRemoved() throws IOException {
    try (SilverLake lake = SilverLake.in(folder(), TABLE)) {
      lake.land(event("c").key(1).position(10), event("c").key(2).position(11));
      lake.promote();
      long before = lake.silver().currentSnapshot().snapshotId();
      lake.land(event("t").position(20), event("c").key(2).position(30));
      lake.promote();

      assertThat(images(lake, before, "id", "__image", "__op"))
          .containsExactly("1 before delete", "2 after update", "2 before update");
    }
  }

  @Test
  void aRunThatDiedBeforeItsCommitAddsNothingWhenItIsRepeated() throws IOException {
    try (SilverLake lake = SilverLake.in(folder(), TABLE)) {
      lake.land(event("c").key(1).with("name", "one").position(10));
      lake.promote();
      long before = lake.silver().currentSnapshot().snapshotId();
      lake.land(event("u").key(1).with("name", "two").position(20));
      promoteAs(lake, "nightly");
      long snapshots = count(changes(lake));
      dieBeforeTheCommit(lake, before);

      promoteAs(lake, "nightly");

      assertThat(count(changes(lake))).isEqualTo(snapshots);
      assertThat(images(lake, before, "name", "__image"))
          .containsExactly("one before", "two after");
    }
  }

  @Test
  void whatARunThatDiedHasLeftIsReadByNobody() throws IOException {
    try (SilverLake lake = SilverLake.in(folder(), TABLE)) {
      lake.land(event("c").key(1).with("name", "one").position(10));
      lake.promote();
      long before = lake.silver().currentSnapshot().snapshotId();
      lake.land(event("u").key(1).with("name", "two").position(20));
      lake.promote();
      dieBeforeTheCommit(lake, before);
      lake.land(event("u").key(1).with("name", "three").position(30));
      lake.promote();

      assertThat(images(lake, before, "name", "__image"))
          .containsExactly("one before", "three after");
      assertThat(all(lake)).as("read as it stands, it tells what never was").hasSize(4);
    }
  }

  @Test
  void theRunThatMakesTheTableTellsNothing() throws IOException {
    try (SilverLake lake = SilverLake.in(folder(), TABLE)) {
      lake.land(event("c").key(1).position(10));
      lake.promote();
      Table silver = lake.silver();

      assertThat(CommittedChanges.between(silver, -1, silver.currentSnapshot().snapshotId()))
          .isEmpty();
    }
  }

  @Property(tries = 4, shrinking = ShrinkingMode.OFF)
  void theRowsBeforeLessAndTheRowsAfterMoreAreTheTable(
      @ForAll("histories") List<Step> steps, @ForAll Random chance) throws IOException {
    List<List<EventBuilder>> runs =
        List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Source.after(steps, true)
        .transactions()
        .forEach(events -> runs.get(chance.nextInt(runs.size())).addAll(events));
    try (SilverLake lake = SilverLake.in(folder(), TABLE)) {
      Optional<Long> before = Optional.empty();
      List<String> rows = List.of();
      for (List<EventBuilder> events : runs) {
        lake.land(events);
        lake.promote();
        if (before.isPresent()) {
          rows = applied(lake, before.get(), rows);
          assertThat(rows(lake)).isEqualTo(rows);
        }
        before = head(lake);
        rows = before.isPresent() ? rows(lake) : rows;
      }
    }
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    return Step.history(20);
  }

  private static final String[] COLUMNS = {"tenant", "id", "name", "big", "amount", "__position"};

  private static Optional<Long> head(SilverLake lake) {
    return lake.isThere()
        ? Optional.of(lake.silver().currentSnapshot().snapshotId())
        : Optional.empty();
  }

  private static List<String> rows(SilverLake lake) {
    return lake.show(COLUMNS);
  }

  private static List<String> applied(SilverLake lake, long before, List<String> rows) {
    List<String> now = new ArrayList<>(rows);
    for (String image : images(lake, before, withImage())) {
      if (image.endsWith(" before")) {
        assertThat(now.remove(image.substring(0, image.length() - " before".length()))).isTrue();
      }
    }
    for (String image : images(lake, before, withImage())) {
      if (image.endsWith(" after")) {
        now.add(image.substring(0, image.length() - " after".length()));
      }
    }
    Collections.sort(now);
    return now;
  }

  private static String[] withImage() {
    String[] columns = Arrays.copyOf(COLUMNS, COLUMNS.length + 1);
    columns[COLUMNS.length] = "__image";
    return columns;
  }

  /** Images are appended, the table's commit never comes to be. */
  private static void dieBeforeTheCommit(SilverLake lake, long before) {
    lake.silver().manageSnapshots().rollbackTo(before).commit();
  }

  private static void promoteAs(SilverLake lake, String runKey) {
    new SilverJob().run(lake.plan(), lake.lake().context(runKey));
  }

  private static Table changes(SilverLake lake) {
    return lake.lake().table(RowImages.name(TABLE));
  }

  private static long count(Table table) {
    long snapshots = 0;
    for (Object snapshot : table.snapshots()) {
      snapshots += snapshot == null ? 0 : 1;
    }
    return snapshots;
  }

  private static List<Row> all(SilverLake lake) {
    return lake.lake().rows(RowImages.name(TABLE)).collectAsList();
  }

  /** The images of the commits since {@code from}, as a reader finds them. */
  private static List<String> images(SilverLake lake, long from, String... columns) {
    Table silver = lake.silver();
    List<String> images = new ArrayList<>();
    for (long snapshot :
        CommittedChanges.between(silver, from, silver.currentSnapshot().snapshotId())
            .orElseThrow()) {
      Long parent = changes(lake).snapshot(snapshot).parentId();
      var reader =
          lake.lake().spark().read().format("iceberg").option("end-snapshot-id", snapshot + "");
      String name = RowImages.name(TABLE).inCatalog(lake.lake().pipeline().catalog().name());
      var rows =
          parent == null
              ? lake.lake()
                  .spark()
                  .read()
                  .format("iceberg")
                  .option("versionAsOf", snapshot + "")
                  .load(name)
              : reader.option("start-snapshot-id", parent + "").load(name);
      for (Row row : rows.collectAsList()) {
        images.add(
            String.join(
                " ",
                Arrays.stream(columns)
                    .map(column -> String.valueOf(row.<Object>getAs(column)))
                    .toList()));
      }
    }
    Collections.sort(images);
    return images;
  }

  private static Path folder() throws IOException {
    return Files.createTempDirectory(Path.of("target"), "changes").toAbsolutePath();
  }
}
