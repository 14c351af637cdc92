package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs on a pipeline that has not run yet, and command lines that are refused. */
class SchemaCommandTest {
  @TempDir Path folder;
  private String pipeline;

  @BeforeEach
  void initialise() {
    pipeline = ProjectFolder.initialised(folder).pipeline();
  }

  @Test
  void nothing_is_recorded_before_the_first_run() {
    FirnCall history = FirnCall.of("schema", "history", "-p", pipeline);
    FirnCall show = FirnCall.of("schema", "show", "-p", pipeline, "--output", "json");

    assertThat(history.exitCode()).as(history.err()).isZero();
    assertThat(history.out()).isEqualTo("no change of a silver table's columns is recorded yet\n");
    assertThat(show.json().at("/tables/0/unit").textValue()).isEqualTo("silver:orders");
    assertThat(show.json().at("/tables/0/exists").booleanValue()).isFalse();
  }

  @Test
  void what_is_no_silver_table_is_refused() {
    FirnCall bronze = FirnCall.of("schema", "show", "-p", pipeline, "bronze:orders");
    FirnCall unknown = FirnCall.of("schema", "history", "-p", pipeline, "silver:order");

    assertThat(bronze.exitCode()).isEqualTo(20);
    assertThat(bronze.err()).contains("bronze:orders is no silver table", "[silver:orders]");
    assertThat(unknown.exitCode()).isEqualTo(20);
    assertThat(unknown.err()).contains("No unit is called 'silver:order'");
  }
}
