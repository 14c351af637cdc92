package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan while the broker is down: what needs no broker is planned all the same. */
class PlanCommandTest {
  @TempDir Path folder;
  private ProjectFolder project;

  @BeforeEach
  void nameABrokerThatIsDown() {
    project = ProjectFolder.initialised(folder);
    project.replaceInPipeline(
        "kafka {",
        "kafka {\n    options { default.api.timeout.ms = 400, request.timeout.ms = 300 }\n");
    project.replaceInPipeline("localhost:9092", "127.0.0.1:9");
  }

  @Test
  void the_other_units_are_told_and_the_exit_code_is_that_of_the_failure() {
    FirnCall plan = FirnCall.of("plan", "-p", project.pipeline());

    assertThat(plan.exitCode()).isEqualTo(40);
    assertThat(plan.err()).isEmpty();
    assertThat(plan.out())
        .containsPattern("bronze:orders +failed")
        .containsPattern("silver:orders +no-op")
        .containsPattern("gold:daily_revenue +(no-op|ready)")
        .contains(
            "error: Cannot read topics from the Kafka broker",
            "where:",
            "expected:",
            "found:",
            "next:")
        .contains("1 unit cannot be planned");
  }

  @Test
  void programs_find_the_failure_in_the_units_object() {
    FirnCall plan = FirnCall.of("plan", "-p", project.pipeline(), "--output", "json");

    assertThat(plan.exitCode()).isEqualTo(40);
    JsonNode units = plan.json().path("units");
    assertThat(plan.json().path("exitCode").intValue()).isEqualTo(40);
    assertThat(units).hasSize(3);
    assertThat(units.at("/0/failure/kind").textValue()).isEqualTo("TRANSIENT");
    assertThat(units.at("/0/failure/next").textValue()).isNotBlank();
    assertThat(units.at("/1/failure").isMissingNode()).isTrue();
    assertThat(units.at("/1/unit").textValue()).isEqualTo("silver:orders");
  }
}
