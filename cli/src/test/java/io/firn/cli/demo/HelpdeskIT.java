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
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example on MariaDB, from its command line to its tables. */
class HelpdeskIT {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream story = new ByteArrayOutputStream();

  @TempDir private Path folder;

  @Test
  void everySilverTableEqualsItsMariaDb() throws IOException {
    int code = demo();

    assertThat(code).as(told()).isZero();
    JsonNode result = new ObjectMapper().readTree(out.toByteArray());
    assertThat(result.path("comparisons"))
        .hasSize(6)
        .allMatch(table -> table.path("equal").asBoolean());
    assertThat(told())
        .contains("Two tenants, each with a MariaDB database of its own")
        .contains("widen column hourly_rate from decimal(6, 2) to decimal(10, 2)")
        .contains("add column channel string");
    Pipeline pipeline = pipeline(Path.of(result.path("pipeline").asText()));
    try (Lake lake = Lake.open(pipeline)) {
      assertThat(changesOf(lake, "17")).as("assigned to closed").isEqualTo(15 + 1);
      assertThat(openedByDay(lake.rows(UnitName.parse("gold:daily_tickets"))))
          .isEqualTo(openedByDay(lake));
    }
  }

  /** Of one ticket of one tenant, the read of the snapshot with them. */
  private static long changesOf(Lake lake, String ticket) {
    return lake.rows(UnitName.parse("bronze:tickets")).stream()
        .filter(row -> row.get("tenant").equals("acme"))
        .filter(row -> row.get("key").equals("{\"id\":" + ticket + "}"))
        .count();
  }

  private static Map<String, Long> openedByDay(List<Map<String, Object>> gold) {
    return gold.stream()
        .filter(row -> ((Number) row.get("opened")).longValue() > 0)
        .collect(
            Collectors.toMap(
                row -> row.get("tenant") + " " + row.get("day"),
                row -> ((Number) row.get("opened")).longValue(),
                Long::sum,
                TreeMap::new));
  }

  private static Map<String, Long> openedByDay(Lake lake) {
    return lake.rows(UnitName.parse("silver:tickets")).stream()
        .collect(
            Collectors.groupingBy(
                row -> row.get("tenant") + " " + row.get("opened_at").toString().substring(0, 10),
                TreeMap::new,
                Collectors.counting()));
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
        "helpdesk",
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
