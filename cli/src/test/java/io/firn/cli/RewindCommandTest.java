package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RewindCommandTest {

  @Test
  void aTargetIsNeededAndOneIsEnough() {
    assertThat(FirnCall.of("rewind").exitCode()).isEqualTo(20);
    assertThat(FirnCall.of("rewind").err()).contains("--to-run", "--to-time", "--last");
    assertThat(FirnCall.of("rewind", "--last", "1", "--to-run", "nightly").err())
        .contains("mutually exclusive");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "2026-01-02", "2026-01-02T03:00:00"})
  void aTimeWithoutAZoneIsNoTime(String text) {
    FirnCall call = FirnCall.of("rewind", "--to-time", text);

    assertThat(call.exitCode()).isEqualTo(20);
    assertThat(call.err()).contains("expected one like 2026-01-02T03:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "two"})
  void aNumberOfRunsIsAtLeastOne(String text) {
    FirnCall call = FirnCall.of("rewind", "--last=" + text);

    assertThat(call.exitCode()).isEqualTo(20);
    assertThat(call.err()).contains("is no number of runs");
  }

  @Test
  void aTenantNeedsATargetToo() {
    assertThat(FirnCall.of("rewind", "--tenant", "acme").err())
        .contains("--to-run", "--to-time", "--last");
  }
}
