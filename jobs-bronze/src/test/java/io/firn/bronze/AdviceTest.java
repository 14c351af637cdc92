package io.firn.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.change.EnvelopeRefusal.Reason;
import io.firn.config.BronzeTable;
import io.firn.config.Connector;
import io.firn.config.Format;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdviceTest {
  private static final BronzeTable ORDERS =
      new BronzeTable("orders", Pattern.compile("orders"), Connector.POSTGRESQL, Format.JSON);

  @ParameterizedTest
  @EnumSource(Reason.class)
  void every_reason_says_what_was_expected_and_what_to_do(Reason reason) {
    assertThat(Advice.on(reason.name(), ORDERS))
        .hasValueSatisfying(
            advice -> {
              assertThat(advice.expected()).isNotBlank();
              assertThat(advice.next()).endsWith(".");
            });
  }

  @Test
  void a_wrong_connector_names_the_key_to_mend() {
    assertThat(Advice.on("WRONG_CONNECTOR", ORDERS).orElseThrow())
        .isEqualTo(
            new Advice(
                "a 'source' block of the postgresql connector",
                "Correct firn.bronze.orders.connector, or keep the other connector off the topic;"
                    + " then retry."));
  }

  @Test
  void a_reason_of_another_version_has_no_advice() {
    assertThat(Advice.on("SOMETHING_NEW", ORDERS)).isEmpty();
  }
}
