package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
  @TempDir Path folder;
  ProjectFolder project;

  @BeforeEach
  void initialise() {
    project = ProjectFolder.initialised(folder);
  }

  @Test
  void a_good_pipeline_is_told_with_its_counts() {
    FirnCall call = FirnCall.of("validate", "-p", project.pipeline());

    assertThat(call.exitCode()).isZero();
    assertThat(call.err()).isEmpty();
    assertThat(call.out())
        .contains(project.pipeline() + ": OK, pipeline shop with 1 bronze, 1 silver, 1 gold table");
  }

  @Test
  void a_good_pipeline_is_told_as_json() {
    FirnCall call = FirnCall.of("validate", "-p", project.pipeline(), "--output=json");

    assertThat(call.exitCode()).isZero();
    assertThat(call.json().at("/pipeline").textValue()).isEqualTo("shop");
    assertThat(call.json().at("/units/silver").intValue()).isEqualTo(1);
  }

  @Test
  void every_problem_is_told_on_a_line_of_its_own_with_file_line_and_key() {
    breakTwice();

    FirnCall call = FirnCall.of("validate", "-p", project.pipeline());

    assertThat(call.exitCode()).isEqualTo(20);
    assertThat(call.out()).isEmpty();
    assertThat(call.err().lines().filter(line -> line.startsWith(project.pipeline() + ":")))
        .hasSizeGreaterThanOrEqualTo(2)
        .anySatisfy(
            line -> assertThat(line).matches(".+:\\d+: firn\\.bronze\\.orders\\.konnector: .+"))
        .anySatisfy(line -> assertThat(line).matches(".+:\\d+: firn\\.silver\\.orders\\.from: .+"));
  }

  @Test
  void every_problem_is_told_as_json() {
    breakTwice();

    FirnCall call = FirnCall.of("validate", "-p", project.pipeline(), "--output", "json");

    assertThat(call.exitCode()).isEqualTo(20);
    JsonNode problems = call.json().at("/error/problems");
    assertThat(problems.size()).isGreaterThanOrEqualTo(2);
    assertThat(problems)
        .allSatisfy(
            problem -> {
              assertThat(problem.get("file").textValue()).isEqualTo(project.pipeline());
              assertThat(problem.get("line").intValue()).isPositive();
              assertThat(problem.get("message").textValue()).isNotBlank();
            });
  }

  @Test
  void a_missing_file_is_told_with_the_way_to_a_first_one() {
    FirnCall call = FirnCall.of("validate", "-p", folder.resolve("absent.conf").toString());

    assertThat(call.exitCode()).isEqualTo(20);
    assertThat(call.err()).contains("absent.conf").contains("firn init");
  }

  private void breakTwice() {
    project.replaceInPipeline("connector = postgresql", "konnector = postgresql");
    project.replaceInPipeline("from = bronze.orders", "from = bronze.odrers");
  }
}
