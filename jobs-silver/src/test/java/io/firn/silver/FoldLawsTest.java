package io.firn.silver;

import static io.firn.testkit.EventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.testkit.BronzeRow;
import io.firn.testkit.EventBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/**
 * The pure part of silver, without Spark: whatever happened in the source, and in whatever order
 * and how often its events arrived, one row per key comes out and it is the source's.
 */
class FoldLawsTest {

  @Property(tries = 2000)
  void theRowsAreTheSourcesRows(@ForAll("histories") List<Step> steps, @ForAll boolean schemas) {
    Source source = Source.after(steps, schemas);

    assertThat(PureSilver.rows(deliveredInOrder(source.events())))
        .containsExactlyInAnyOrderElementsOf(source.rows());
  }

  @Property(tries = 1000)
  void neitherOrderNorRepetitionOfDeliveryMatters(
      @ForAll("histories") List<Step> steps, @ForAll boolean schemas, @ForAll Random chance) {
    Source source = Source.after(steps, schemas);
    List<EventBuilder> delivered = new ArrayList<>(source.events());
    source.events().stream().filter(event -> chance.nextInt(3) == 0).forEach(delivered::add);
    Collections.shuffle(delivered, chance);
    List<BronzeRow> rows = new ArrayList<>();
    for (int offset = 0; offset < delivered.size(); offset++) {
      rows.add(BronzeRow.of(delivered.get(offset), chance.nextInt(3), offset));
    }

    assertThat(PureSilver.rows(rows)).containsExactlyInAnyOrderElementsOf(source.rows());
  }

  @Property(tries = 500)
  void aSuffixDeliveredAgainChangesNothing(
      @ForAll("histories") List<Step> steps, @ForAll boolean schemas, @ForAll Random chance) {
    Source source = Source.after(steps, schemas);
    List<EventBuilder> events = new ArrayList<>(source.events());
    List<EventBuilder> again = events.subList(chance.nextInt(events.size() + 1), events.size());
    events.addAll(List.copyOf(again));

    assertThat(PureSilver.rows(deliveredInOrder(events)))
        .containsExactlyInAnyOrderElementsOf(source.rows());
  }

  /** What the fold would make of histories if it knew nothing of truncates is not the source's. */
  @Test
  void aFoldWithoutTruncatesWouldBeFound() {
    List<EventBuilder> events =
        List.of(
            event("c").key(1).with("name", "a").with("amount", 1).position(10),
            event("t").position(20),
            event("c").key(2).with("name", "b").with("amount", 2).position(30));
    List<BronzeRow> rows = deliveredInOrder(events);

    assertThat(PureSilver.rows(rows)).extracting(SourceRow::id).containsExactly(2);
    assertThat(PureSilver.rows(rows, Truncates.NONE)).hasSize(2);
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    return Step.history(30);
  }

  private static List<BronzeRow> deliveredInOrder(List<EventBuilder> events) {
    List<BronzeRow> rows = new ArrayList<>();
    for (EventBuilder event : events) {
      rows.add(BronzeRow.of(event, 0, rows.size()));
    }
    return rows;
  }
}
