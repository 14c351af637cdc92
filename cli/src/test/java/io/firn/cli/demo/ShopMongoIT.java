package io.firn.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.cli.Cli;
import io.firn.cli.Surroundings;
import io.firn.cli.console.Terminal;
import io.firn.config.ParsedPipeline;
import io.firn.config.Pipeline;
import io.firn.config.PipelineParser;
import io.firn.model.UnitName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example on MongoDB's events, from its command line to its tables. */
class ShopMongoIT {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream story = new ByteArrayOutputStream();

  @TempDir private Path folder;

  @Test
  void everySilverTableEqualsTheDocumentsOfTheModel() throws IOException {
    int code = demo();

    assertThat(code).as(told()).isZero();
    JsonNode result = new ObjectMapper().readTree(out.toByteArray());
    assertThat(result.path("comparisons"))
        .hasSize(6)
        .allMatch(table -> table.path("equal").asBoolean());
    assertThat(told())
        .contains("Two tenants, each with a model of a MongoDB server of its own")
        .contains("add column loyalty")
        .contains("add column discount double")
        .contains("column total stays double although the source has string");
    try (Lake lake = Lake.open(pipeline(Path.of(result.path("pipeline").asText())))) {
      assertThat(shown(lake, "silver:order_items", "tenant", "order_id", "sku", "qty"))
          .containsExactly(
              "acme 101 A-1 3",
              "acme 101 B-7 1",
              "acme 102 B-7 1",
              "acme 103 D-4 1",
              "acme 105 A-1 1",
              "acme 106 A-1 4",
              "globex 501 Z-9 4",
              "globex 502 X-5 1",
              "globex 502 Y-2 1",
              "globex 503 Y-2 2",
              "globex 504 Y-2 1");
      assertThat(shown(lake, "silver:orders", "total", "__rescued"))
          .contains("null {\"total\":\"15,50 EUR\"}");
      assertThat(shown(lake, "gold:sales_by_sku", "tenant", "sku", "pieces", "revenue"))
          .containsExactly(
              "acme A-1 8 100.00",
              "acme B-7 2 49.00",
              "acme D-4 1 9.75",
              "globex X-5 1 20.00",
              "globex Y-2 4 66.50",
              "globex Z-9 4 80.00");
    }
  }

  private static List<String> shown(Lake lake, String unit, String... columns) {
    return lake.wholeRows(UnitName.parse(unit)).stream()
        .map(
            row ->
                Stream.of(columns)
                    .map(column -> String.valueOf(row.get(column)))
                    .collect(Collectors.joining(" ")))
        .sorted()
        .toList();
  }

  private int demo() {
    return Cli.execute(
        new Surroundings(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(story, true, StandardCharsets.UTF_8),
            name -> null,
            Terminal.NONE,
            Clock.systemUTC(),
            HOME),
        "demo",
        "--example",
        "shop-mongo",
        "--dir",
        folder.resolve("demo").toString(),
        "--output",
        "json");
  }

  private static Pipeline pipeline(Path file) {
    return ((ParsedPipeline.Valid) PipelineParser.parse(file, name -> null)).pipeline();
  }

  private String told() {
    return story.toString(StandardCharsets.UTF_8);
  }
}
