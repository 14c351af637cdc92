package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTextTest {
  @Test
  void bronze_is_told_in_topics_and_offsets() {
    String progress =
        """
        {"cluster": "c", "topics": {"a": {"id": "x", "next": [642, 8]}, "b": {"next": [50]}}}""";

    assertThat(ProgressText.of(progress)).isEqualTo("2 topics up to offsets that sum to 700");
    assertThat(ProgressText.json(progress).at("/topics/a/next/0").intValue()).isEqualTo(642);
  }

  @Test
  void silver_is_told_by_the_end_of_its_input_snapshot() {
    assertThat(
            ProgressText.of(
                """
                {"input": "bronze.orders", "table": "e0a8", "snapshot": 7115065385938145901}"""))
        .isEqualTo("bronze.orders …5901");
  }

  @Test
  void gold_is_told_by_the_ends_of_its_input_snapshots() {
    assertThat(
            ProgressText.of(
                """
                {"inputs": {"silver.a": 2231067672274982795, "silver.b": 42}, "logic": "71c8"}"""))
        .isEqualTo("silver.a …2795, silver.b …42");
  }

  @Test
  void anything_else_is_shown_as_it_is() {
    assertThat(ProgressText.of("up to 17")).isEqualTo("up to 17");
    assertThat(ProgressText.of("{\"new\": 1}")).isEqualTo("{\"new\": 1}");
    assertThat(ProgressText.of("")).isEmpty();
    assertThat(ProgressText.json("up to 17").textValue()).isEqualTo("up to 17");
  }
}
