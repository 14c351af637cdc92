package io.firn.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.config.ParsedPipeline;
import io.firn.config.Pipeline;
import io.firn.config.PipelineParser;
import io.firn.model.ErrorKind;
import io.firn.model.FirnException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path folder;

  @Test
  void retail_has_a_pipeline_and_the_sql_of_its_sources() {
    Example retail = Example.find(HOME, "retail");

    assertThat(retail.script("schema")).content().contains("CREATE TABLE shop.orders");
    assertThat(retail.script("seed")).content().contains("INSERT INTO shop.orders");
    assertThat(retail.script("changes")).content().contains("ADD COLUMN loyalty_tier");
    assertThat(retail.toldChanges()).hasSizeGreaterThan(5).noneMatch(line -> line.startsWith("-"));
  }

  @Test
  void the_pipeline_of_retail_is_valid_as_it_lies_there() {
    Pipeline pipeline = parse(Example.find(HOME, "retail").folder(), Map.of());

    assertThat(pipeline.bronze()).hasSize(5);
    assertThat(pipeline.silver()).hasSize(5).allMatch(table -> table.key().contains("tenant"));
    assertThat(pipeline.gold()).hasSize(4);
  }

  @Test
  void the_pipeline_of_retail_takes_addresses_from_the_environment() {
    Pipeline pipeline =
        parse(
            Example.find(HOME, "retail").folder(),
            Map.of("RETAIL_KAFKA", "broker:9093", "RETAIL_WAREHOUSE", "/lake"));

    assertThat(pipeline.kafka().bootstrapServers()).isEqualTo("broker:9093");
    assertThat(pipeline.catalog().warehouse()).isEqualTo("/lake");
    assertThat(pipeline.catalog().uri().orElseThrow()).startsWith("jdbc:sqlite:/lake/catalog.db");
  }

  @Test
  void a_demo_folder_holds_the_pipeline_with_its_own_addresses() {
    Example retail = Example.find(HOME, "retail");
    try (DemoFolder demo = DemoFolder.open(folder)) {
      Path file = demo.write(retail, "127.0.0.1:40123");

      Pipeline pipeline = parse(file.getParent(), Map.of());
      assertThat(pipeline.kafka().bootstrapServers()).isEqualTo("127.0.0.1:40123");
      assertThat(pipeline.catalog().warehouse()).isEqualTo(folder.resolve("warehouse").toString());
      assertThat(pipeline.gold()).hasSize(4);
      assertThat(folder.resolve("source")).doesNotExist();
    }
  }

  @Test
  void an_unknown_example_is_refused_with_those_there_are() {
    assertThatThrownBy(() -> Example.find(HOME, "retial"))
        .isInstanceOfSatisfying(
            FirnException.class,
            refused -> assertThat(refused.failure().kind()).isEqualTo(ErrorKind.USAGE))
        .hasMessageContaining("did you mean 'retail'?")
        .hasMessageContaining("examples [helpdesk, retail, shop-mongo]");
  }

  @Test
  void a_home_without_examples_is_refused_in_the_same_words() {
    assertThatThrownBy(() -> Example.find(folder, "retail"))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("No example is called 'retail'")
        .hasMessageContaining(folder.toString());
  }

  private static Pipeline parse(Path folder, Map<String, String> environment) {
    ParsedPipeline parsed =
        PipelineParser.parse(folder.resolve(Example.PIPELINE), environment::get);
    assertThat(parsed).as(parsed.toString()).isInstanceOf(ParsedPipeline.Valid.class);
    return ((ParsedPipeline.Valid) parsed).pipeline();
  }
}
