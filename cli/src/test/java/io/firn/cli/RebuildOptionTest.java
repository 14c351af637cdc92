package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code firn run --rebuild} up to the moment where Spark starts. */
class RebuildOptionTest {
  @TempDir Path folder;
  private ProjectFolder project;

  @BeforeEach
  void makeAProject() {
    project = ProjectFolder.initialised(folder);
  }

  @Test
  void whatBelongsToARebuildIsRefusedWithoutOne() {
    FirnCall run = FirnCall.of("run", "--dry-run", "-p", project.pipeline());

    assertThat(run.exitCode()).isEqualTo(20);
    assertThat(run.err()).contains("--rebuild");
  }

  @Test
  void oneSilverTableIsMeantEachTime() {
    for (String unit : List.of("bronze:orders", "+silver:orders", "gold:daily_revenue")) {
      FirnCall run = FirnCall.of("run", "--rebuild", unit, "-p", project.pipeline());

      assertThat(run.exitCode()).isEqualTo(20);
      assertThat(run.err()).contains("A rebuild makes one silver table anew");
    }
    assertThat(FirnCall.of("run", "--rebuild", "silver:orderz", "-p", project.pipeline()).err())
        .contains("silver:orders");
  }

  @Test
  void theDryRunSaysWhatThereIsToMakeAnewAndEndsThere() {
    FirnCall told =
        FirnCall.of("run", "--rebuild", "silver:orders", "--dry-run", "-p", project.pipeline());
    assertThat(told.exitCode()).as(told.err()).isZero();
    assertThat(told.out())
        .containsPattern("silver:orders +0 +0 +nothing to do")
        .contains("silver:orders holds nothing yet: the run makes it", "nothing was changed");

    FirnCall json =
        FirnCall.of(
            "run",
            "--rebuild",
            "silver:orders",
            "--dry-run",
            "--output",
            "json",
            "-p",
            project.pipeline());
    assertThat(json.json().at("/rebuilds/0/unit").textValue()).isEqualTo("silver:orders");
    assertThat(json.json().at("/rebuilds/0/ready").booleanValue()).isFalse();
  }
}
