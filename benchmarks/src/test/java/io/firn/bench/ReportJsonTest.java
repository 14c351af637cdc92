package io.firn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.bench.measure.Measurement;
import io.firn.bench.measure.Round;
import io.firn.bench.measure.Work;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportJsonTest {

  @Test
  void a_report_is_one_object_with_figures_by_name() throws Exception {
    BenchReport report =
        new BenchReport(
            "landing",
            Map.of("cores", 2),
            List.of(new Figure("landing.floor_ratio", 0.624951, "at least 0.7")),
            List.of(
                new Round(
                    0,
                    true,
                    List.of(new Measurement("floor", 1.5, 2.25, 3 << 20, new Work(10, 2, 77))))));

    assertThat(new ObjectMapper().readTree(ReportJson.write(report)))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"bench": "landing",
                     "conditions": {"cores": 2},
                     "figures": {"landing.floor_ratio": 0.6250},
                     "rounds": [
                       {"round": 0, "warm_up": true, "turns": [
                         {"peer": "floor", "wall_s": 1.5, "cpu_s": 2.25, "peak_mb": 3,
                          "rows": 10, "files": 2, "bytes": 77}]}]}
                    """));
  }
}
