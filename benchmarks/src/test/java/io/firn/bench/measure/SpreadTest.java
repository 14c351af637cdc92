package io.firn.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void median_of_an_odd_number_is_the_one_in_the_middle() {
    assertThat(Spread.of(List.of(9.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 9));
  }

  @Test
  void median_of_an_even_number_lies_between_the_two_in_the_middle() {
    assertThat(Spread.of(List.of(9.0, 1.0, 2.0, 3.0))).isEqualTo(new Spread(2.5, 1, 9));
  }

  @Test
  void one_value_is_its_own_median() {
    assertThat(Spread.of(List.of(4.0))).isEqualTo(new Spread(4, 4, 4));
  }

  @Test
  void no_values_have_no_median() {
    assertThatThrownBy(() -> Spread.of(List.of())).hasMessage("no values, no median");
  }

  @Test
  void a_peers_spread_leaves_out_warm_ups_and_other_peers() {
    List<Round> rounds =
        List.of(
            new Round(0, true, List.of(turn("a", 90), turn("b", 91))),
            new Round(1, false, List.of(turn("b", 5), turn("a", 1))),
            new Round(2, false, List.of(turn("a", 3), turn("b", 6))));

    assertThat(Spread.of(rounds, "a", Measurement::wallSeconds)).isEqualTo(new Spread(2, 1, 3));
  }

  @Test
  void throughput_and_cost_are_per_row() {
    Measurement turn = new Measurement("a", 2, 3, 0, Work.ofRows(500_000));

    assertThat(turn.rowsPerSecond()).isCloseTo(250_000, within(1e-6));
    assertThat(turn.cpuSecondsPerMillion()).isCloseTo(6, within(1e-9));
  }

  private static Measurement turn(String peer, double wallSeconds) {
    return new Measurement(peer, wallSeconds, 0, 0, Work.ofRows(1));
  }
}
