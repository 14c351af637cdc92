package io.firn.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.change.Envelope;
import io.firn.change.EnvelopeOperation;
import io.firn.change.EnvelopeReader;
import io.firn.change.EnvelopeRefusal;
import io.firn.config.Connector;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderEventsTest {
  private static final long EVENTS = 20_000;
  private static final int HASH = -1458354363;

  @Test
  void an_event_depends_on_its_number_alone() {
    OrderEvents forwards = OrderEvents.mixed("orders", EVENTS);
    OrderEvents longer = OrderEvents.mixed("orders", 10 * EVENTS);

    for (long index = EVENTS - 1; index >= 0; index -= 97) {
      ChangeRecord one = longer.event(index);
      ChangeRecord other = forwards.event(index);
      assertThat(one.value()).isEqualTo(other.value());
      assertThat(one.key()).isEqualTo(other.key());
      assertThat(one.timestampMillis()).isEqualTo(other.timestampMillis());
    }
  }

  @Test
  void the_events_are_the_same_as_on_the_day_of_the_first_measurement() {
    int hash = 0;
    OrderEvents events = OrderEvents.mixed("orders", EVENTS);
    for (long index = 0; index < EVENTS; index++) {
      hash = 31 * hash + new String(events.event(index).value(), StandardCharsets.UTF_8).hashCode();
    }

    assertThat(hash)
        .as("changed on purpose? Then figures of earlier days can no longer be compared")
        .isEqualTo(HASH);
  }

  @ParameterizedTest
  @ValueSource(longs = {2_000, 50_000, 200_000})
  void values_have_the_size_that_the_design_measures_with(long events) {
    OrderEvents workload = OrderEvents.mixed("orders", events);

    double average =
        LongStream.range(0, events)
            .map(index -> workload.event(index).value().length)
            .average()
            .orElseThrow();

    assertThat(average).isBetween(691.0, 700.0);
  }

  @Test
  void every_event_is_an_envelope_with_a_later_position() throws EnvelopeRefusal {
    OrderEvents workload = OrderEvents.mixed("orders", EVENTS);
    EnvelopeReader reader = new EnvelopeReader(Connector.POSTGRESQL);
    Map<EnvelopeOperation, Integer> operations = new EnumMap<>(EnvelopeOperation.class);
    String last = "";
    for (long index = 0; index < EVENTS; index++) {
      Envelope envelope = (Envelope) reader.read(workload.event(index).value());
      assertThat(envelope.position().sortable()).isGreaterThan(last);
      last = envelope.position().sortable();
      operations.merge(envelope.operation(), 1, Integer::sum);
    }

    assertThat(operations)
        .containsOnlyKeys(
            EnvelopeOperation.CREATE, EnvelopeOperation.UPDATE, EnvelopeOperation.DELETE);
    assertThat(operations.get(EnvelopeOperation.UPDATE)).isBetween(7_600, 8_400);
    assertThat(operations.get(EnvelopeOperation.DELETE)).isBetween(500, 700);
  }

  @Test
  void inserts_have_a_key_each() {
    OrderEvents workload = OrderEvents.inserts("orders", 500);
    Set<String> keys = new HashSet<>();
    for (long index = 0; index < workload.events(); index++) {
      keys.add(new String(workload.event(index).key(), StandardCharsets.UTF_8));
    }

    assertThat(keys).hasSize(500);
  }

  @Test
  void no_events_are_no_workload() {
    assertThatThrownBy(() -> OrderEvents.mixed("orders", 0))
        .hasMessage("0 events: expected at least one");
  }
}
