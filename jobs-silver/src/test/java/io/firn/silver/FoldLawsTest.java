package io.firn.silver;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.silver.PureSilver.Mutant;
import io.firn.testkit.BronzeRow;
import io.firn.testkit.EventBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * The pure part of silver, without Spark: whatever happened in the source, and in whatever order
 * and how often its events arrived, one row per key comes out and it is the source's.
 */
class FoldLawsTest {

  /** How a source's events may come. */
  private enum Delivery {
    IN_ORDER {
      @Override
      List<BronzeRow> of(List<EventBuilder> events, Random chance) {
        return inOrder(events);
      }
    },
    IN_ANY_ORDER_SOME_TWICE {
      @Override
      List<BronzeRow> of(List<EventBuilder> events, Random chance) {
        List<EventBuilder> delivered = new ArrayList<>(events);
        events.stream().filter(event -> chance.nextInt(3) == 0).forEach(delivered::add);
        Collections.shuffle(delivered, chance);
        List<BronzeRow> rows = new ArrayList<>();
        for (EventBuilder event : delivered) {
          rows.add(BronzeRow.of(event, chance.nextInt(3), rows.size()));
        }
        return rows;
      }
    },
    A_SUFFIX_AGAIN {
      @Override
      List<BronzeRow> of(List<EventBuilder> events, Random chance) {
        List<EventBuilder> delivered = new ArrayList<>(events);
        delivered.addAll(events.subList(chance.nextInt(events.size() + 1), events.size()));
        return inOrder(delivered);
      }
    };

    abstract List<BronzeRow> of(List<EventBuilder> events, Random chance);

    private static List<BronzeRow> inOrder(List<EventBuilder> events) {
      List<BronzeRow> rows = new ArrayList<>();
      for (EventBuilder event : events) {
        rows.add(BronzeRow.of(event, 0, rows.size()));
      }
      return rows;
    }
  }

  @Property(tries = 2000)
  void theRowsAreTheSourcesRows(
      @ForAll("histories") List<Step> steps, @ForAll boolean schemas, @ForAll Random chance) {
    assertHolds(Delivery.IN_ORDER, Source.after(steps, schemas), chance);
  }

  @Property(tries = 1000)
  void neitherOrderNorRepetitionOfDeliveryMatters(
      @ForAll("histories") List<Step> steps, @ForAll boolean schemas, @ForAll Random chance) {
    assertHolds(Delivery.IN_ANY_ORDER_SOME_TWICE, Source.after(steps, schemas), chance);
  }

  @Property(tries = 500)
  void aSuffixDeliveredAgainChangesNothing(
      @ForAll("histories") List<Step> steps, @ForAll boolean schemas, @ForAll Random chance) {
    assertHolds(Delivery.A_SUFFIX_AGAIN, Source.after(steps, schemas), chance);
  }

  /** A law that no broken fold breaks would say nothing. */
  @Property(tries = 1, shrinking = ShrinkingMode.OFF)
  void aFoldThatLacksSomethingIsFound(
      @ForAll("manyHistories") List<List<Step>> histories, @ForAll Random chance) {
    Set<Mutant> found = EnumSet.noneOf(Mutant.class);
    for (Delivery delivery : Delivery.values()) {
      Set<Mutant> here = EnumSet.noneOf(Mutant.class);
      for (List<Step> steps : histories) {
        Source source = Source.after(steps, chance.nextBoolean());
        List<BronzeRow> rows = delivery.of(source.events(), chance);
        Stream.of(Mutant.values())
            .filter(mutant -> !isSame(PureSilver.rows(rows, mutant), source))
            .forEach(here::add);
      }
      assertThat(here).as("found by %s", delivery).isNotEmpty();
      found.addAll(here);
    }
    assertThat(found).isEqualTo(EnumSet.complementOf(EnumSet.of(Mutant.NONE)));
  }

  private static void assertHolds(Delivery delivery, Source source, Random chance) {
    assertThat(PureSilver.rows(delivery.of(source.events(), chance)))
        .containsExactlyInAnyOrderElementsOf(source.rows());
  }

  private static boolean isSame(List<SourceRow> rows, Source source) {
    return rows.size() == source.rows().size() && rows.containsAll(source.rows());
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    return Step.history(30);
  }

  @Provide
  Arbitrary<List<List<Step>>> manyHistories() {
    return histories().list().ofSize(200);
  }
}
