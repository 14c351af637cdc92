package io.firn.bench.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.config.Pipeline;
import io.firn.run.PipelineFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartPipelineTest {
  @TempDir Path folder;

  @Test
  void the_pipeline_is_valid_and_has_its_units() {
    Path file = StartPipeline.write(folder.resolve("round-0"), "127.0.0.1:9092");

    Pipeline pipeline = PipelineFiles.read(file, name -> null);

    assertThat(pipeline.units()).hasSize(StartPipeline.UNITS);
    assertThat(pipeline.bronze())
        .allSatisfy(
            table ->
                assertThat(table.topics().matcher("acme.shop." + table.name()).matches()).isTrue());
  }
}
