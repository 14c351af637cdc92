package io.firn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTemplateTest {
  @TempDir Path folder;

  @Test
  void the_template_is_a_valid_pipeline_as_it_is() throws IOException {
    for (Map.Entry<String, String> file : PipelineTemplate.files("web-shop").entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }

    ParsedPipeline parsed =
        PipelineParser.parse(folder.resolve(PipelineTemplate.PIPELINE_FILE), name -> null);

    assertThat(parsed).isInstanceOf(ParsedPipeline.Valid.class);
    Pipeline pipeline = ((ParsedPipeline.Valid) parsed).pipeline();
    assertThat(pipeline.name()).isEqualTo("web-shop");
    assertThat(pipeline.units()).hasSize(3);
  }

  @Test
  void the_pipeline_file_comes_first() {
    assertThat(PipelineTemplate.files("shop").keySet())
        .containsExactly("firn.conf", "sql/daily_revenue.sql", "tests/daily_revenue.yaml");
    assertThat(PipelineTemplate.files("shop"))
        .containsEntry("firn.conf", PipelineTemplate.text("shop"));
  }

  @Test
  void an_illegal_name_is_refused() {
    assertThatThrownBy(() -> PipelineTemplate.text("Web Shop"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'Web Shop' is not a legal name");
  }
}
