package io.firn.bench.measure;

import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What several rounds gave: the one in the middle, and how far apart the others lie. */
public record Spread(double median, double min, double max) {

  public static Spread of(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values, no median");
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1));
  }

  /** Over one peer's turns in the rounds that count. */
  public static Spread of(List<Round> rounds, String peer, ToDoubleFunction<Measurement> measured) {
    return of(
        rounds.stream()
            .filter(round -> !round.warmUp())
            .flatMap(round -> round.turns().stream())
            .filter(turn -> turn.peer().equals(peer))
            .map(measured::applyAsDouble)
            .toList());
  }
}
