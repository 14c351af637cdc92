package io.firn.bench.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.firn.bench.Figure;
import io.firn.bench.measure.Measurement;
import io.firn.bench.measure.Round;
import io.firn.bench.measure.Work;
import java.util.List;
import org.junit.jupiter.api.Test;

class LandingFiguresTest {

  private static Measurement turn(String peer, double wall, double cpu) {
    return new Measurement(peer, wall, cpu, 5 << 20, Work.ofRows(1_000_000));
  }

  private static double value(List<Figure> figures, String name) {
    return figures.stream()
        .filter(figure -> figure.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void one_topic_tells_throughput_beside_the_floor_and_cpu_time_beside_the_others() {
    List<Round> rounds =
        List.of(
            new Round(0, true, List.of(turn("landing", 90, 90))),
            new Round(
                1,
                false,
                List.of(turn("floor", 1, 2), turn("landing", 2, 4), turn("sink", 9, 16))));

    List<Figure> figures = LandingFigures.of(LandingWorkload.ONE_TOPIC, rounds);

    assertThat(figures)
        .extracting(Figure::name)
        .containsExactly(
            "landing.floor_ratio",
            "landing.floor_cpu_ratio",
            "landing.cpu_s_per_million",
            "landing.peak_heap_mb",
            "landing.sink_cpu_ratio");
    assertThat(value(figures, "landing.floor_ratio")).isEqualTo(0.5);
    assertThat(value(figures, "landing.cpu_s_per_million")).isEqualTo(4.0);
    assertThat(value(figures, "landing.sink_cpu_ratio")).isEqualTo(0.25);
  }

  @Test
  void growth_is_the_exponent_of_the_size() {
    List<Round> rounds =
        List.of(
            new Round(
                1,
                false,
                List.of(
                    turn("landing-1x", 1, 2),
                    turn("landing-10x", 1, 2 * Math.sqrt(10)),
                    turn("landing-100x", 1, 20))));

    List<Figure> figures = LandingFigures.of(LandingWorkload.GROWTH, rounds);

    assertThat(value(figures, "landing.growth")).isCloseTo(0.5, within(1e-9));
  }
}
