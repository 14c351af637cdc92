package io.firn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchCommandTest {
  private final CommandLineOutput firn = new CommandLineOutput();

  @Test
  void help_names_every_benchmark_and_option() {
    assertThat(firn.bench("--help")).isZero();

    assertThat(firn.out())
        .contains("landing", "noop", "start", "many-topics", "zipf", "large", "growth", "sink")
        .contains("--workload", "--peers", "--events", "--tables", "--rounds", "--output")
        .contains("firn bench landing --events 100000 --rounds 1 --keep");
  }

  @Test
  void an_unknown_benchmark_is_refused_with_those_there_are() {
    assertThat(firn.bench("landings")).isEqualTo(20);

    assertThat(firn.err())
        .contains(
            "'landings' is no benchmark: expected one of crash, gold, landing, noop, start,"
                + " upsert");
    assertThat(firn.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--rounds=0", "--events=0", "--tables=0"})
  void nothing_cannot_be_measured(String option) {
    assertThat(firn.bench("landing", option)).isEqualTo(20);

    assertThat(firn.err()).contains("0 ").contains("expected at least 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--workload=huge", "--peers=landing,kettle"})
  void an_unknown_workload_or_peer_is_refused_with_those_there_are(String option) {
    assertThat(firn.bench("landing", option)).isEqualTo(20);

    assertThat(firn.err()).contains("expected");
    assertThat(firn.out()).isEmpty();
  }

  /** The list of verbs belongs to cli, which does not know this module. */
  @Test
  void the_list_of_verbs_and_the_completion_script_know_the_benchmarks() {
    assertThat(firn.verb("--help")).isZero();
    assertThat(firn.out()).contains("bench ");

    assertThat(firn.verb("completion")).isZero();
    assertThat(firn.out())
        .contains("\"crash\"", "\"gold\"", "\"landing\"", "\"noop\"", "\"start\"", "\"upsert\"");
  }
}
