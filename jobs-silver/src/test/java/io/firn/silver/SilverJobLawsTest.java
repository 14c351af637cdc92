package io.firn.silver;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.model.Outcome;
import io.firn.testkit.EventBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  void whatArrivesLateChangesNothingThatIsNewer(
      @ForAll("histories") List<Step> steps, @ForAll boolean schemas, @ForAll Random chance)
      throws IOException {
    Source source = Source.after(steps, schemas);
    try (SilverLake lake = SilverLake.in(folder(), PureSilver.TABLE)) {
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

  /**
   * Three runs, each transaction in any of them, but for two orders that silver cannot undo from
   * what its table remembers:
   *
   * <ul>
   *   <li>A delete comes no earlier than what it deletes: a deleted row leaves no trace in the
   *       table, so an older change that arrives after it would bring the row back.
   *   <li>A change that leaves a value out comes no earlier than the one that told the value: the
   *       table's row does not say since when it has a value, so it takes none from an older
   *       change.
   * </ul>
   *
   * <p>Both need a memory beside the table's rows (issue 5, tombstones); docs/architecture.md names
   * them as limits.
   */
  private static List<List<EventBuilder>> lateDelivery(
      List<List<EventBuilder>> transactions, Random chance) {
    List<List<EventBuilder>> runs = runs(3);
    Map<String, Integer> lastOfKey = new HashMap<>();
    Map<String, Integer> toldByKey = new HashMap<>();
    for (List<EventBuilder> transaction : transactions) {
      int run = chance.nextInt(runs.size());
      for (EventBuilder event : transaction) {
        String key = event.tenant() + event.keyJson();
        if (event.toString().startsWith("d ")) {
          run = Math.max(run, lastOfKey.getOrDefault(key, 0));
        } else if (leavesOut(event) && transaction.size() == 1) {
          run = Math.max(run, toldByKey.getOrDefault(key, 0));
        }
      }
      for (EventBuilder event : transaction) {
        String key = event.tenant() + event.keyJson();
        lastOfKey.merge(key, run, Math::max);
        if (!leavesOut(event) || transaction.size() > 1) {
          toldByKey.put(key, run);
        }
      }
      runs.get(run).addAll(transaction);
    }
    return runs;
  }

  private static boolean leavesOut(EventBuilder event) {
    return event.toString().contains(EventBuilder.UNAVAILABLE);
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
