package io.firn.bench;

import io.firn.bench.measure.Round;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a benchmark found.
 *
 * @param conditions all that the figures depend on, texts and numbers in the order of telling
 */
public record BenchReport(
    String bench, Map<String, Object> conditions, List<Figure> figures, List<Round> rounds) {
  public BenchReport {
    conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
    figures = List.copyOf(figures);
    rounds = List.copyOf(rounds);
  }
}
