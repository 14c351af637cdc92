package io.firn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole benchmark at a size that tells nothing about speed. */
class LandingBenchIT {
  @TempDir Path folder;

  @Test
  void lands_every_event_in_every_round_and_prints_one_object() throws Exception {
    CommandLineOutput firn = new CommandLineOutput();

    int exitCode =
        firn.bench("landing", "--events=2000", "--rounds=1", "--dir=" + folder, "--output=json");

    assertThat(exitCode).as(firn.err()).isZero();
    JsonNode report = new ObjectMapper().readTree(firn.out());
    assertThat(report.path("bench").asText()).isEqualTo("landing");
    assertThat(report.path("conditions").path("events").asLong()).isEqualTo(2000);
    assertThat(report.path("conditions").path("value_bytes_average").asDouble())
        .isBetween(691.0, 700.0);
    assertThat(report.path("figures").fieldNames())
        .toIterable()
        .containsExactly("landing.floor_ratio", "landing.cpu_s_per_million");
    assertThat(report.path("figures"))
        .allSatisfy(figure -> assertThat(figure.asDouble()).isPositive());
    assertThat(report.path("rounds").findValuesAsText("peer"))
        .containsExactly("floor", "landing", "landing", "floor");
    assertThat(report.path("rounds").findValuesAsText("rows")).containsOnly("2000");
    assertThat(folder).isEmptyDirectory();
  }
}
