package io.firn.bench.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.bench.BenchSettings;
import io.firn.bench.workload.TopicLoad;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LandingWorkloadTest {

  private static BenchSettings settings(String workload, String... peers) {
    return new BenchSettings(
        Optional.of(workload),
        List.of(peers),
        OptionalLong.of(6_000),
        OptionalInt.of(20),
        1,
        Path.of("bench"),
        false,
        true);
  }

  private static List<Long> events(LandingWorkload workload) {
    return workload.loads(settings(workload.id())).stream()
        .map(load -> load.workload().events())
        .toList();
  }

  @ParameterizedTest
  @EnumSource(LandingWorkload.class)
  void a_workload_has_the_events_that_are_asked_for(LandingWorkload workload) {
    assertThat(events(workload).stream().mapToLong(Long::longValue).sum())
        .isBetween(5_990L, 6_010L);
  }

  @Test
  void many_topics_share_alike_and_zipf_does_not() {
    assertThat(events(LandingWorkload.MANY_TOPICS)).hasSize(20).containsOnly(300L);
    assertThat(events(LandingWorkload.ZIPF))
        .hasSize(20)
        .isSortedAccordingTo((a, b) -> b.compareTo(a));
    assertThat(events(LandingWorkload.ZIPF).get(0)).isGreaterThan(1_500);
  }

  @Test
  void large_events_are_large() {
    TopicLoad load = LandingWorkload.LARGE.loads(settings("large")).get(0);

    assertThat(load.workload().event(0).value().length).isBetween(16_000, 16_800);
  }

  @Test
  void all_is_each_of_them_and_an_unknown_one_is_refused() {
    assertThat(LandingWorkload.of(settings("all"))).containsExactly(LandingWorkload.values());
    assertThatThrownBy(() -> LandingWorkload.of(settings("huge")))
        .hasMessage(
            "'huge' is no workload: expected one of one-topic, many-topics, zipf, large, growth,"
                + " all");
  }

  @Test
  void peers_are_those_asked_for_when_they_land_the_workload() {
    assertThat(LandingPeers.names(LandingWorkload.ONE_TOPIC, settings("one-topic")))
        .containsExactly("floor", "landing", "spark-reader", "straight", "sink");
    assertThat(LandingPeers.names(LandingWorkload.ZIPF, settings("zipf", "landing", "floor")))
        .containsExactly("landing", "floor");
    assertThatThrownBy(() -> LandingPeers.names(LandingWorkload.ZIPF, settings("zipf", "sink")))
        .hasMessage(
            "'sink' is no peer of zipf: expected some of one-topic, landing, floor, spark-reader,"
                + " straight");
  }
}
