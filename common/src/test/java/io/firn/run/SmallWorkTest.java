package io.firn.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.testkit.TestLake;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallWorkTest {
  private static final String WHOLE_STAGE = "spark.sql.codegen.wholeStage";

  @TempDir Path folder;

  @Test
  void fewRowsAreInterpretedAndManyCompiled() {
    try (TestLake lake = TestLake.in(folder, List.of(), List.of())) {
      JobContext context = lake.context("small");
      SparkSession spark = context.spark().get();

      new SmallWork(SmallWork.FEW_ROWS).suit(context);
      assertThat(spark.conf().get(WHOLE_STAGE)).isEqualTo("false");
      assertThat(spark.range(10).queryExecution().executedPlan().treeString())
          .doesNotContain("*(1)");

      assertThat(spark.conf().get("spark.sql.adaptive.enabled")).isEqualTo("false");

      new SmallWork(SmallWork.FEW_ROWS + 1).suit(context);
      assertThat(spark.conf().get(WHOLE_STAGE)).isEqualTo("true");
      assertThat(spark.range(10).queryExecution().executedPlan().treeString()).contains("*(1)");
    }
  }

  @Test
  void workThatNobodyKnowsLeavesTheSessionAsItIs() {
    UnitPlan unknown = () -> null;

    assertThat(SmallWork.of(List.of(unknown)).rows()).isEqualTo(Long.MAX_VALUE);
  }
}
