package io.firn.bench.landing;

import io.firn.bench.Figure;
import io.firn.bench.measure.Measurement;
import io.firn.bench.measure.Round;
import io.firn.bench.measure.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the rounds of a workload say; a figure whose peers were left out is left out too. */
final class LandingFigures {
  private static final String LANDING = LandingPeers.LANDING;
  private static final String FOR_THE_EYE = "for the eye";

  private final List<Round> rounds;
  private final List<Figure> figures = new ArrayList<>();

  private LandingFigures(List<Round> rounds) {
    this.rounds = rounds;
  }

  static List<Figure> of(LandingWorkload workload, List<Round> rounds) {
    LandingFigures figures = new LandingFigures(rounds);
    switch (workload) {
      case ONE_TOPIC -> figures.ofOneTopic();
      case MANY_TOPICS -> figures.ofManyTopics("landing.many_topics_ratio", "at most 2");
      case ZIPF -> figures.ofManyTopics("landing.zipf_ratio", FOR_THE_EYE);
      case LARGE -> figures.ofLarge();
      case GROWTH -> figures.ofGrowth();
    }
    return List.copyOf(figures.figures);
  }

  private void ofOneTopic() {
    ofFloor("landing.");
    if (took(LANDING)) {
      add("landing.cpu_s_per_million", cpu(LANDING), "about 4");
      add("landing.peak_heap_mb", median(LANDING, turn -> turn.peakBytes() >> 20), FOR_THE_EYE);
    }
    ofCpu("landing.sink_cpu_ratio", SinkPeer.NAME, "at most 0.25");
    ofCpu("landing.straight_cpu_ratio", StraightPeer.NAME, FOR_THE_EYE);
    ofCpu("landing.spark_reader_cpu_ratio", LandingPeers.SPARK_READER, FOR_THE_EYE);
  }

  private void ofManyTopics(String name, String goal) {
    ofCpu(name, LandingPeers.ONE_TOPIC, goal);
    ofCpu("landing.straight_cpu_ratio", StraightPeer.NAME, FOR_THE_EYE);
  }

  private void ofLarge() {
    ofFloor("landing.large_");
    if (took(LANDING)) {
      add("landing.large_cpu_s_per_million", cpu(LANDING), FOR_THE_EYE);
    }
  }

  /** The slope of a line through the sizes' CPU seconds, both as logarithms. */
  private void ofGrowth() {
    List<String> names = LandingPeers.GROWTH.stream().map(GrowthPeer::name).toList();
    if (!names.stream().allMatch(this::took)) {
      return;
    }
    double[] sizes = LandingPeers.GROWTH.stream().mapToDouble(Math::log).toArray();
    double[] costs = names.stream().mapToDouble(name -> Math.log(cpu(name))).toArray();
    add("landing.growth", slope(sizes, costs), "at most 0.1");
  }

  static double slope(double[] x, double[] y) {
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < x.length; i++) {
      meanX += x[i] / x.length;
      meanY += y[i] / y.length;
    }
    double above = 0;
    double below = 0;
    for (int i = 0; i < x.length; i++) {
      above += (x[i] - meanX) * (y[i] - meanY);
      below += (x[i] - meanX) * (x[i] - meanX);
    }
    return above / below;
  }

  private void ofFloor(String prefix) {
    if (took(FloorPeer.NAME) && took(LANDING)) {
      double floor = median(FloorPeer.NAME, Measurement::rowsPerSecond);
      double landing = median(LANDING, Measurement::rowsPerSecond);
      add(prefix + "floor_ratio", landing / floor, "at least 0.7");
      add(prefix + "floor_cpu_ratio", cpu(FloorPeer.NAME) / cpu(LANDING), FOR_THE_EYE);
    }
  }

  /** The landing's CPU seconds per event, divided by another peer's. */
  private void ofCpu(String name, String peer, String goal) {
    if (took(peer) && took(LANDING)) {
      add(name, cpu(LANDING) / cpu(peer), goal);
    }
  }

  private double cpu(String peer) {
    return median(peer, Measurement::cpuSecondsPerMillion);
  }

  private double median(String peer, ToDoubleFunction<Measurement> measured) {
    return Spread.of(rounds, peer, measured).median();
  }

  private boolean took(String peer) {
    return rounds.stream()
        .flatMap(round -> round.turns().stream())
        .anyMatch(turn -> turn.peer().equals(peer));
  }

  private void add(String name, double value, String goal) {
    figures.add(new Figure(name, value, goal));
  }
}
