package io.firn.bench.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandingPipelineTest {
  @TempDir Path folder;

  @Test
  void each_round_has_a_table_of_its_own_in_one_catalog() {
    LandingPipeline first = LandingPipeline.write(folder, "127.0.0.1:9092", 0);
    LandingPipeline second = LandingPipeline.write(folder, "127.0.0.1:9092", 1);

    assertThat(first.table()).hasToString("bronze.orders_0");
    assertThat(second.table()).hasToString("bronze.orders_1");
    assertThat(first.pipeline().catalog()).isEqualTo(second.pipeline().catalog());
    assertThat(first.pipeline().bronze().get(0).topics().matcher(LandingPipeline.TOPIC).matches())
        .isTrue();
  }
}
