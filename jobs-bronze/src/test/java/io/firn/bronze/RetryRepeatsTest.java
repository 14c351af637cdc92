package io.firn.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.bronze.Cut.Change;
import io.firn.bronze.RetryRepeats.Doubt;
import io.firn.change.EventIdentity;
import io.firn.model.TopicPartition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RetryRepeatsTest {
  private static final TopicPartition PARTITION = new TopicPartition("acme.orders", 0);
  private static final EventIdentity EVENT = new EventIdentity(1, 2);
  private static final EventIdentity OTHER = new EventIdentity(3, 4);

  @Test
  void an_event_that_bronze_holds_from_another_record_is_a_repeat_of_that() {
    Map<RecordPlace, RecordPlace> repeats =
        new RetryRepeats(Map.of(place(50), EVENT))
            .among(List.of(named(10, EVENT), named(11, OTHER)), RetryRepeatsTest::never);

    assertThat(repeats).containsExactly(Map.entry(place(10), place(50)));
  }

  @Test
  void of_two_retried_records_with_one_event_the_earlier_is_landed() {
    Map<RecordPlace, RecordPlace> repeats =
        new RetryRepeats(Map.of())
            .among(List.of(named(40, EVENT), named(10, EVENT)), RetryRepeatsTest::never);

    assertThat(repeats).containsExactly(Map.entry(place(40), place(10)));
  }

  @Test
  void the_same_event_in_another_partition_is_another_event() {
    RecordPlace elsewhere = new RecordPlace(new TopicPartition("acme.orders", 1), 50);

    assertThat(
            new RetryRepeats(Map.of(elsewhere, EVENT))
                .among(List.of(named(10, EVENT)), RetryRepeatsTest::never))
        .isEmpty();
  }

  @Test
  void what_a_snapshot_read_is_never_a_repeat() {
    Change read = new Change(place(10), "m", true, false, EVENT);

    assertThat(
            new RetryRepeats(Map.of(place(5), EVENT)).among(List.of(read), RetryRepeatsTest::never))
        .isEmpty();
  }

  @Test
  void where_the_mark_names_no_event_it_takes_a_sign_that_the_connector_had_gone_on() {
    AtomicReference<Set<Doubt>> asked = new AtomicReference<>();
    Doubt doubt = new Doubt(PARTITION, "m", 10, 50);

    Map<RecordPlace, RecordPlace> kept =
        new RetryRepeats(Map.of(place(50), EVENT))
            .among(
                List.of(unnamed(10, EVENT)),
                doubts -> {
                  asked.set(doubts);
                  return Set.of();
                });
    Map<RecordPlace, RecordPlace> dropped =
        new RetryRepeats(Map.of(place(50), EVENT))
            .among(List.of(unnamed(10, EVENT)), doubts -> doubts);

    assertThat(asked.get()).containsExactly(doubt);
    assertThat(kept).isEmpty();
    assertThat(dropped).containsExactly(Map.entry(place(10), place(50)));
  }

  private static Set<Doubt> never(Set<Doubt> doubts) {
    throw new AssertionError("no doubt: " + doubts);
  }

  private static RecordPlace place(long offset) {
    return new RecordPlace(PARTITION, offset);
  }

  private static Change named(long offset, EventIdentity identity) {
    return new Change(place(offset), "m", true, true, identity);
  }

  private static Change unnamed(long offset, EventIdentity identity) {
    return new Change(place(offset), "m", false, true, identity);
  }
}
