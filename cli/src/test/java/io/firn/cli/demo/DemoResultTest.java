package io.firn.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.Outcome;
import io.firn.model.RunKey;
import io.firn.model.UnitName;
import io.firn.run.RunReport;
import io.firn.run.UnitReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoResultTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final RowDifferences NONE =
      new RowDifferences(List.of(), List.of(), List.of(), List.of());
  private static final RowDifferences ONE =
      new RowDifferences(List.of(Map.of("id", 42)), List.of(), List.of(), List.of());

  @Test
  void a_demo_with_equal_tables_ends_with_zero() {
    DemoResult result = result(List.of(run(committed())), List.of(comparison(NONE)));

    assertThat(result.exitCode()).isZero();
    assertThat(result.comparisons().get(0).sentence()).isEqualTo("equal: 300 rows");
  }

  @Test
  void one_table_that_differs_ends_it_with_one() {
    DemoResult result =
        result(List.of(run(committed())), List.of(comparison(NONE), comparison(ONE)));

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.json().at("/comparisons/1/equal").asBoolean()).isFalse();
    assertThat(result.json().at("/comparisons/1/differences").asInt()).isEqualTo(1);
    assertThat(result.comparisons().get(1).sentence()).isEqualTo("differs: 1 of 300 rows");
  }

  @Test
  void a_run_that_failed_ends_it_with_its_own_code() {
    Failure gone = new Failure(ErrorKind.HISTORY, "gone", "here", "some", "none", "look");
    DemoResult result = result(List.of(run(committed()), run(new Outcome.Failed(gone))), List.of());

    assertThat(result.exitCode()).isEqualTo(60);
  }

  @Test
  void the_json_has_the_run_reports_and_the_comparisons() {
    ObjectNode json = result(List.of(run(committed())), List.of(comparison(NONE))).json();

    assertThat(json.path("demo").asText()).isEqualTo("retail");
    assertThat(json.at("/runs/0/units/0/unit").asText()).isEqualTo("silver:orders");
    assertThat(json.at("/comparisons/0").toString())
        .isEqualTo("{\"tenant\":\"acme\",\"table\":\"orders\",\"rows\":300,\"equal\":true}");
    assertThat(json.path("seconds").asDouble()).isEqualTo(12.3);
    assertThat(json.at("/addresses/kafka").asText()).isEqualTo("127.0.0.1:9092");
  }

  private static DemoResult result(List<RunReport> runs, List<TableComparison> comparisons) {
    return new DemoResult(
        "retail",
        Path.of("demo", "firn.conf"),
        runs,
        comparisons,
        Map.of("kafka", "127.0.0.1:9092"),
        Duration.ofMillis(12_300));
  }

  private static TableComparison comparison(RowDifferences differences) {
    return new TableComparison("acme", "orders", 300, differences);
  }

  private static Outcome committed() {
    return new Outcome.Committed(7, "(1, 7]", Map.of("written", 300L));
  }

  private static RunReport run(Outcome outcome) {
    UnitReport unit =
        new UnitReport(UnitName.parse("silver:orders"), outcome, Duration.ofSeconds(1));
    return new RunReport(new RunKey("demo-1"), "retail", NOON, NOON, List.of(unit));
  }
}
