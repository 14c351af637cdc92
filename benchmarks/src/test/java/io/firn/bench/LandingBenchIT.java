package io.firn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole benchmark at a size that tells nothing about speed. */
class LandingBenchIT {
  @TempDir Path folder;

  private final CommandLineOutput firn = new CommandLineOutput();

  private JsonNode bench(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--rounds=1", "--dir=" + folder, "--output=json"));

    int exitCode = firn.bench(all.toArray(String[]::new));

    assertThat(exitCode).as(firn.err()).isZero();
    assertThat(folder).isEmptyDirectory();
    return new ObjectMapper().readTree(firn.out());
  }

  @Test
  void every_way_lands_every_event_in_every_round_and_one_object_is_printed() throws Exception {
    JsonNode report = bench("landing", "--events=2000");

    assertThat(report.path("bench").asText()).isEqualTo("landing");
    assertThat(report.path("conditions").path("events").asLong()).isEqualTo(2000);
    assertThat(report.path("conditions").path("value_bytes_average").asDouble())
        .isBetween(691.0, 700.0);
    assertThat(report.path("figures").fieldNames())
        .toIterable()
        .containsExactly(
            "landing.floor_ratio",
            "landing.floor_cpu_ratio",
            "landing.cpu_s_per_million",
            "landing.peak_heap_mb",
            "landing.sink_cpu_ratio",
            "landing.straight_cpu_ratio",
            "landing.spark_reader_cpu_ratio");
    assertThat(report.path("figures"))
        .allSatisfy(figure -> assertThat(figure.asDouble()).isPositive());
    assertThat(report.path("rounds").findValuesAsText("peer"))
        .containsExactly(
            "floor",
            "landing",
            "spark-reader",
            "straight",
            "sink",
            "sink",
            "straight",
            "spark-reader",
            "landing",
            "floor");
    assertThat(report.path("rounds").findValuesAsText("rows")).containsOnly("2000");
  }

  @Test
  void many_topics_stand_beside_one() throws Exception {
    JsonNode many = bench("landing", "--workload=many-topics", "--tables=7", "--events=700");

    assertThat(many.path("figures").path("landing.many_topics_ratio").asDouble()).isPositive();
    assertThat(many.path("rounds").findValuesAsText("rows")).containsOnly("700");
  }

  @Test
  void a_table_that_has_grown_takes_the_same_events() throws Exception {
    JsonNode growth = bench("landing", "--workload=growth", "--events=500");

    assertThat(growth.path("figures").fieldNames()).toIterable().containsExactly("landing.growth");
    assertThat(growth.path("rounds").findValuesAsText("rows")).containsOnly("500");
  }

  @Test
  void a_run_without_new_data_starts_no_spark_and_makes_no_commit() throws Exception {
    JsonNode noop = bench("noop", "--tables=5");

    assertThat(noop.path("figures").path("noop.cpu_ms_per_table").asDouble()).isPositive();
    assertThat(noop.path("rounds").findValuesAsText("rows")).containsOnly("5");
  }
}
