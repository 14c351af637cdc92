package io.firn.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.bronze.QuarantineLog.Asked;
import io.firn.bronze.QuarantineLog.Entry;
import io.firn.bronze.QuarantineLog.Landed;
import io.firn.bronze.QuarantineLog.Why;
import io.firn.bronze.QuarantinedRecord.Action;
import io.firn.bronze.QuarantinedRecord.Refused;
import io.firn.bronze.QuarantinedRecord.Resolution;
import io.firn.model.TopicPartition;
import io.firn.model.UnitName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuarantineHistoryTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final QuarantinedRecord RECORD =
      new QuarantinedRecord(
          UnitName.parse("bronze:orders"),
          new RecordPlace(new TopicPartition("acme.orders", 0), 17),
          0,
          Optional.of("acme"),
          NOON,
          new Refused("NOT_JSON", "no JSON", "nightly-1", NOON),
          Optional.empty());

  @Test
  void a_record_that_nobody_spoke_of_waits() {
    assertThat(after(Set.of())).isEqualTo(RECORD);
  }

  @Test
  void a_retry_counts_when_bronze_holds_its_row_and_not_before() {
    Entry retried = entry(Action.RETRIED, 1, Why.NOTHING);

    assertThat(after(Set.of(), retried).resolution()).isEmpty();
    assertThat(after(Set.of(retried), retried).resolution())
        .hasValueSatisfying(
            found -> {
              assertThat(found.action()).isEqualTo(Action.RETRIED);
              assertThat(found.runKey()).isEqualTo("run-1");
            });
  }

  @Test
  void what_is_discarded_tells_who_when_and_why() {
    Entry discarded = entry(Action.DISCARDED, 1, new Why("a probe", ""));

    assertThat(after(Set.of(), discarded).resolution())
        .hasValue(new Resolution(Action.DISCARDED, "a probe", "ann", "run-1", NOON.plusSeconds(1)));
  }

  @Test
  void another_refusal_changes_the_reason_and_nothing_else() {
    QuarantinedRecord record =
        after(Set.of(), entry(Action.REFUSED, 1, new Why("WRONG_CONNECTOR", "of mysql")));

    assertThat(record.resolution()).isEmpty();
    assertThat(record.refused())
        .isEqualTo(new Refused("WRONG_CONNECTOR", "of mysql", "nightly-1", NOON));
  }

  @Test
  void that_bronze_holds_it_goes_before_what_people_said() {
    Entry retried = entry(Action.RETRIED, 1, Why.NOTHING);
    Entry discarded = entry(Action.DISCARDED, 2, new Why("too late", ""));

    assertThat(after(Set.of(retried), retried, discarded).resolution())
        .hasValueSatisfying(found -> assertThat(found.action()).isEqualTo(Action.RETRIED));
    assertThat(after(Set.of(), retried, discarded).resolution())
        .hasValueSatisfying(found -> assertThat(found.action()).isEqualTo(Action.DISCARDED));
  }

  private static QuarantinedRecord after(Set<Entry> standing, Entry... entries) {
    return QuarantineHistory.after(RECORD, List.of(entries), standing::contains);
  }

  private static Entry entry(Action action, int second, Why why) {
    Asked asked = new Asked("ann", "run-" + second, NOON.plusSeconds(second));
    Optional<Landed> landed =
        action == Action.RETRIED
            ? Optional.of(new Landed(asked.runKey(), asked.at()))
            : Optional.empty();
    return new Entry(RECORD.key(), action, why, asked, landed);
  }
}
