package io.firn.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessTimesTest {

  @Test
  void reads_the_times_behind_a_name_with_blanks_and_brackets() {
    String stat = "42 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 1100 1200 250 50 20 0 1 0";

    ProcessTimes times = ProcessTimes.parse(stat);

    assertThat(times.own()).isEqualTo(23.0);
    assertThat(times.endedChildren()).isEqualTo(3.0);
  }

  @Test
  void this_process_has_used_some() {
    assertThat(ProcessTimes.of("self").own()).isPositive();
  }
}
