package io.firn.silver;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.config.VersionRules;
import io.firn.model.Outcome;
import io.firn.silver.VersionModel.Version;
import io.firn.testkit.EventBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * In however many runs, and in whatever order the changes are promoted, the table has the versions
 * of the source's log. Each history is a tenant of its own, so that one run promotes many of them.
 */
class SilverVersionsLawsTest {
  private static final int HISTORIES = 25;

  @Property(tries = 1, shrinking = ShrinkingMode.OFF)
  void anySplitGoesOnFromTheTable(
      @ForAll("histories") List<List<Step>> histories,
      @ForAll("rules") VersionRules rules,
      @ForAll Random chance)
      throws IOException {
    List<Source> sources = sources(histories, chance);
    List<List<EventBuilder>> runs = runs(4);
    for (Source source : sources) {
      List<List<EventBuilder>> sent = source.transactions();
      int shift = chance.nextInt(2);
      for (int at = 0; at < sent.size(); at++) {
        runs.get(Math.min(3, shift + at * 4 / sent.size())).addAll(sent.get(at));
      }
    }
    try (SilverLake lake = SilverLake.in(folder(), VersionLawsTest.table(rules))) {
      for (List<EventBuilder> run : runs) {
        lake.land(run);
        if (lake.promote() instanceof Outcome.Committed committed) {
          assertThat(committed.counts()).doesNotContainKey("again");
        }
      }

      assertHolds(lake, sources, rules);
    }
  }

  @Property(tries = 1, shrinking = ShrinkingMode.OFF)
  void lateEventsSplitVersionsAndRepeatedOnesChangeNothing(
      @ForAll("histories") List<List<Step>> histories,
      @ForAll("rules") VersionRules rules,
      @ForAll Random chance)
      throws IOException {
    List<Source> sources = sources(histories, chance);
    List<List<EventBuilder>> runs = runs(3);
    for (Source source : sources) {
      source.transactions().forEach(transaction -> runs.get(chance.nextInt(3)).addAll(transaction));
      source.events().stream().filter(event -> chance.nextInt(4) == 0).forEach(runs.get(2)::add);
    }
    runs.forEach(run -> Collections.shuffle(run, chance));
    try (SilverLake lake = SilverLake.in(folder(), VersionLawsTest.table(rules))) {
      for (List<EventBuilder> run : runs) {
        lake.land(run);
        lake.promote();
      }

      assertHolds(lake, sources, rules);
    }
  }

  private static void assertHolds(SilverLake lake, List<Source> sources, VersionRules rules) {
    Set<Version> expected =
        sources.stream()
            .flatMap(source -> VersionModel.of(source.log(), rules).stream())
            .collect(Collectors.toSet());
    assertThat(Set.copyOf(lake.versions())).isEqualTo(expected);
    assertThat(lake.promote()).isInstanceOf(Outcome.NothingToDo.class);
    assertThat(lake.verifies()).isTrue();
  }

  @Provide
  Arbitrary<List<List<Step>>> histories() {
    return Step.history(14).list().ofSize(HISTORIES);
  }

  @Provide
  Arbitrary<VersionRules> rules() {
    return Arbitraries.of(
        VersionRules.ALL,
        new VersionRules(List.of("name"), List.of()),
        new VersionRules(List.of(), List.of("amount", "name")));
  }

  private static List<Source> sources(List<List<Step>> histories, Random chance) {
    List<Source> sources = new ArrayList<>();
    for (List<Step> history : histories) {
      String tenant = "h" + sources.size();
      sources.add(
          Source.after(
              history.stream().map(step -> step.ofTenant(tenant)).toList(), chance.nextBoolean()));
    }
    return sources;
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
