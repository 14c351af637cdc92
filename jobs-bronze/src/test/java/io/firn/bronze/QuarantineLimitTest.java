package io.firn.bronze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.change.EnvelopeRefusal;
import io.firn.change.EnvelopeRefusal.Reason;
import io.firn.config.QuarantineSettings;
import io.firn.model.ErrorKind;
import io.firn.model.FirnException;
import io.firn.model.TopicPartition;
import io.firn.model.UnitName;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class QuarantineLimitTest {
  private static final UnitName ORDERS = UnitName.parse("bronze:orders");
  private static final TopicPartition PARTITION = new TopicPartition("acme.orders", 0);

  @Test
  void a_run_that_refuses_nothing_passes_any_limit() {
    assertThatCode(() -> check(settings(0, 0), 1000, new Refusals())).doesNotThrowAnyException();
    assertThatCode(() -> check(QuarantineSettings.USUAL, 0, new Refusals()))
        .doesNotThrowAnyException();
  }

  @Test
  void a_limit_is_what_may_still_pass() {
    assertThatCode(() -> check(settings(5, 1), 5, refusals(5))).doesNotThrowAnyException();
    assertThatCode(() -> check(settings(900, 0.5), 200, refusals(100))).doesNotThrowAnyException();
  }

  @Test
  void one_record_more_than_allowed_stops_the_unit() {
    assertThatThrownBy(() -> check(settings(5, 1), 10_000, refusals(6)))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("6 of 10000");
    assertThatThrownBy(() -> check(settings(900, 0.5), 200, refusals(101)))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("(50.50 %)");
  }

  @Test
  void the_share_of_a_few_records_is_no_sign_of_anything() {
    assertThatCode(() -> check(QuarantineSettings.USUAL, 99, refusals(99)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> check(QuarantineSettings.USUAL, 100, refusals(11)))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("no more than 10 % of the records of a run");
  }

  @Test
  void the_refusal_tells_counts_by_reason_three_places_and_what_to_do() {
    Refusals refusals = refusals(40);
    refusals.add(PARTITION, 90, new EnvelopeRefusal(Reason.WRONG_CONNECTOR, "it is of mysql"));

    assertThatThrownBy(() -> check(settings(3, 1), 41, refusals))
        .isInstanceOfSatisfying(
            FirnException.class,
            refused -> {
              assertThat(refused.failure().kind()).isEqualTo(ErrorKind.EXPECTATION);
              assertThat(refused.failure().kind().exitCode()).isEqualTo(30);
              assertThat(refused.failure().what())
                  .contains("bronze:orders", "nothing was committed");
              assertThat(refused.failure().found()).contains("NOT_JSON 40", "WRONG_CONNECTOR 1");
              assertThat(refused.failure().where())
                  .isEqualTo(
                      "acme.orders-0@0 (no JSON), acme.orders-0@90 (it is of mysql),"
                          + " acme.orders-0@1 (no JSON)");
              assertThat(refused.failure().expected()).contains("at most 3 refused records");
              assertThat(refused.failure().next())
                  .contains("firn.bronze.orders.quarantine.max-rows");
            });
  }

  @Test
  void refusals_of_two_tasks_are_those_of_both() {
    Refusals first = refusals(2);
    Refusals second = new Refusals();
    second.add(PARTITION, 500, new EnvelopeRefusal(Reason.NOT_JSON, "no JSON"));
    second.add(PARTITION, 501, new EnvelopeRefusal(Reason.KEY_NOT_JSON, "no JSON key"));

    Refusals both = first.and(second);

    assertThat(both.count()).isEqualTo(4);
    assertThat(both.byReason()).containsEntry("NOT_JSON", 3L).containsEntry("KEY_NOT_JSON", 1L);
    assertThat(both.samples())
        .extracting(sample -> sample.place().offset())
        .containsExactly(501L, 0L, 1L);
  }

  private static void check(QuarantineSettings settings, long read, Refusals refusals) {
    QuarantineLimit.check(ORDERS, settings, read, refusals);
  }

  private static QuarantineSettings settings(long maxRows, double maxShare) {
    return new QuarantineSettings(OptionalLong.of(maxRows), maxShare);
  }

  private static Refusals refusals(int count) {
    Refusals refusals = new Refusals();
    for (int offset = 0; offset < count; offset++) {
      refusals.add(PARTITION, offset, new EnvelopeRefusal(Reason.NOT_JSON, "no JSON"));
    }
    return refusals;
  }
}
