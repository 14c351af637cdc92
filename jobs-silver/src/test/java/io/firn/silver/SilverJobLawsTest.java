package io.firn.silver;

import static org.assertj.core.api.Assertions.assertThat;

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

/**
 * In however many runs, and in whatever order the changes are promoted, the table is the source's.
 */
class SilverJobLawsTest {

  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void anySplitGivesTheSourcesRowsAndADeliveredAgainSuffixChangesNothing(
      @ForAll("histories") List<Step> steps, @ForAll boolean schemas, @ForAll Random chance)
      throws IOException {
    Source source = Source.after(steps, schemas);
    List<List<EventBuilder>> sent = source.transactions();
    List<List<EventBuilder>> again = sent.subList(chance.nextInt(sent.size() + 1), sent.size());
    try (SilverLake lake = SilverLake.in(folder(), PureSilver.TABLE)) {
      promote(lake, splits(sent, chance));

      assertThat(lake.sourceRows()).containsExactlyInAnyOrderElementsOf(source.rows());
      assertThat(lake.promote()).isInstanceOf(Outcome.NothingToDo.class);

      promote(lake, splits(again, chance));

      assertThat(lake.sourceRows()).containsExactlyInAnyOrderElementsOf(source.rows());
    }
  }

  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void inWhateverOrderAndRunsTheyArriveTheRowsAreTheSources(
      @ForAll("histories") List<Step> steps, @ForAll boolean schemas, @ForAll Random chance)
      throws IOException {
    Source source = Source.after(steps, schemas);
    try (SilverLake lake =
        SilverLake.in(folder(), chance.nextBoolean() ? PureSilver.TABLE : PureSilver.MARKED)) {
      promote(lake, lateDelivery(source.transactions(), chance));

      assertThat(lake.sourceRows()).containsExactlyInAnyOrderElementsOf(source.rows());
      assertThat(lake.promote()).isInstanceOf(Outcome.NothingToDo.class);
      assertThat(lake.sourceRows().isEmpty() || lake.verifies()).isTrue();
    }
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    return Step.history(14);
  }

  private static void promote(SilverLake lake, List<List<EventBuilder>> runs) {
    for (List<EventBuilder> landed : runs) {
      lake.land(landed);
      lake.promote();
    }
  }

  /** One to three runs; the events of one transaction stay together. */
  private static List<List<EventBuilder>> splits(
      List<List<EventBuilder>> transactions, Random chance) {
    List<List<EventBuilder>> runs = runs(1 + chance.nextInt(3));
    for (int at = 0; at < transactions.size(); at++) {
      runs.get(at * runs.size() / transactions.size()).addAll(transactions.get(at));
    }
    return runs;
  }

  /** Three runs, each transaction in any of them, the events of a run in any order. */
  private static List<List<EventBuilder>> lateDelivery(
      List<List<EventBuilder>> transactions, Random chance) {
    List<List<EventBuilder>> runs = runs(3);
    transactions.forEach(transaction -> runs.get(chance.nextInt(3)).addAll(transaction));
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
