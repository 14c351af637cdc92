package io.firn.silver;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.config.SilverTable;
import io.firn.model.Outcome;
import io.firn.testkit.EventBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.apache.spark.sql.functions;

/**
 * In however many runs, and in whatever order the changes are promoted, the table is the source's.
 *
 * <p>A table holds many histories at once: three tables of a third of {@code firn.histories} each,
 * which are 1,000 unless {@code -Dfirn.histories=10000} says otherwise. What would come of a silver
 * that takes no change for late shows {@link SilverOrderTest}; folds that lack something {@link
 * FoldLawsTest} finds.
 */
class SilverJobLawsTest {
  private static final int HISTORIES = Integer.getInteger("firn.histories", 1_002) / 3;

  @Property(tries = 1, shrinking = ShrinkingMode.OFF)
  void anySplitGivesTheSourcesRowsAndADeliveredAgainSuffixChangesNothing(
      @ForAll("histories") List<List<Step>> steps, @ForAll Random chance) throws IOException {
    List<History> all = History.of(steps);
    try (SilverLake lake = SilverLake.in(folder(), PureSilver.TABLE)) {
      promote(lake, cut(all, 3, chance, false));

      assertHeld(all, lake);
      assertThat(lake.promote()).isInstanceOf(Outcome.NothingToDo.class);

      promote(lake, cut(all, 1, chance, true));

      assertHeld(all, lake);
    }
  }

  @Property(tries = 1, shrinking = ShrinkingMode.OFF)
  void inWhateverOrderAndRunsTheyArriveTheRowsAreTheSources(
      @ForAll("histories") List<List<Step>> steps, @ForAll Random chance) throws IOException {
    assertLateDelivery(steps, chance, PureSilver.TABLE);
  }

  @Property(tries = 1, shrinking = ShrinkingMode.OFF)
  void soTheyAreWhereDeletedRowsStay(
      @ForAll("histories") List<List<Step>> steps, @ForAll Random chance) throws IOException {
    assertLateDelivery(steps, chance, PureSilver.MARKED);
  }

  /**
   * Deleted rows that stay are the same as in a rebuild, too, but for those that a truncate marked:
   * a change that comes late, from before the truncate, does not reach their values.
   */
  private static void assertLateDelivery(List<List<Step>> steps, Random chance, SilverTable table)
      throws IOException {
    List<History> all = History.of(steps);
    Object[] whole =
        all.stream()
            .filter(history -> table.equals(PureSilver.TABLE) || !history.truncates())
            .flatMap(history -> history.tenants().stream())
            .toArray();
    try (SilverLake lake = SilverLake.in(folder(), table)) {
      promote(lake, scattered(all, chance));

      assertHeld(all, lake);
      assertThat(lake.promote()).isInstanceOf(Outcome.NothingToDo.class);
      assertThat(lake.differences(functions.col("tenant").isin(whole))).isEmpty();
    }
  }

  private static void assertHeld(List<History> all, SilverLake lake) {
    List<SourceRow> held = List.copyOf(lake.sourceRows());
    assertThat(History.broken(all, held)).as("steps of histories with other rows").isEmpty();
    assertThat(held).hasSameSizeAs(History.rows(all));
  }

  @Provide
  Arbitrary<List<List<Step>>> histories() {
    return Step.history(14).list().ofSize(HISTORIES);
  }

  private static void promote(SilverLake lake, List<List<EventBuilder>> runs) {
    for (List<EventBuilder> landed : runs) {
      lake.land(landed);
      lake.promote();
    }
  }

  /** The events of one transaction stay together. */
  private static List<List<EventBuilder>> cut(
      List<History> all, int count, Random chance, boolean again) {
    List<List<EventBuilder>> runs = runs(count);
    all.forEach(history -> history.cut(runs, chance, again));
    return runs;
  }

  /** Three runs, each transaction in any of them, the events of a run in any order. */
  private static List<List<EventBuilder>> scattered(List<History> all, Random chance) {
    List<List<EventBuilder>> runs = runs(3);
    all.forEach(history -> history.scatter(runs, chance));
    runs.forEach(run -> Collections.shuffle(run, chance));
    return runs;
  }

  private static List<List<EventBuilder>> runs(int count) {
    List<List<EventBuilder>> runs = new ArrayList<>();
    for (int run = 0; run < count; run++) {
      runs.add(new ArrayList<>());
    }
    return runs;
  }

  private static Path folder() throws IOException {
    return Files.createTempDirectory(Path.of("target"), "lake").toAbsolutePath();
  }
}
