package io.firn.bench;

import io.firn.bench.measure.Measurement;
import io.firn.bench.measure.Round;
import io.firn.bench.measure.Spread;
import io.firn.cli.console.Grid;
import io.firn.cli.console.Narrator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A report as a person reads it. */
final class ReportText {
  private final BenchReport report;

  ReportText(BenchReport report) {
    this.report = report;
  }

  void tell(Narrator narrator) {
    narrator.heading("Conditions");
    Grid.Builder conditions = Grid.of("condition", "value");
    report.conditions().forEach((name, value) -> conditions.row(name, String.valueOf(value)));
    narrator.table(conditions.build());
    narrator.heading("Turns, in the order in which they were taken");
    narrator.table(turns());
    narrator.heading("Peers: median [min .. max] of the rounds that count");
    narrator.table(peers());
    narrator.heading("Figures");
    Grid.Builder figures = Grid.of("figure", "value", "goal");
    report
        .figures()
        .forEach(figure -> figures.row(figure.name(), number(figure.value(), 2), figure.goal()));
    narrator.table(figures.build());
  }

  private Grid turns() {
    Grid.Builder turns =
        Grid.of("round", "peer", "wall s", "cpu s", "rows/s", "peak MB", "rows", "files", "MB");
    for (Round round : report.rounds()) {
      for (Measurement turn : round.turns()) {
        turns.row(
            round.warmUp() ? "warm-up" : String.valueOf(round.number()),
            turn.peer(),
            number(turn.wallSeconds(), 2),
            number(turn.cpuSeconds(), 2),
            number(turn.rowsPerSecond(), 0),
            String.valueOf(turn.peakBytes() >> 20),
            String.valueOf(turn.work().rows()),
            String.valueOf(turn.work().files()),
            number(turn.work().bytes() / 1e6, 1));
      }
    }
    return turns.build();
  }

  private Grid peers() {
    Grid.Builder peers = Grid.of("peer", "wall s", "cpu s", "rows/s", "peak MB");
    for (String peer : peerNames()) {
      peers.row(
          peer,
          spread(peer, Measurement::wallSeconds, 2),
          spread(peer, Measurement::cpuSeconds, 2),
          spread(peer, Measurement::rowsPerSecond, 0),
          spread(peer, turn -> turn.peakBytes() >> 20, 0));
    }
    return peers.build();
  }

  private List<String> peerNames() {
    return report.rounds().stream()
        .flatMap(round -> round.turns().stream())
        .map(Measurement::peer)
        .distinct()
        .toList();
  }

  private String spread(String peer, ToDoubleFunction<Measurement> measured, int decimals) {
    Spread spread = Spread.of(report.rounds(), peer, measured);
    return "%s [%s .. %s]"
        .formatted(
            number(spread.median(), decimals),
            number(spread.min(), decimals),
            number(spread.max(), decimals));
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
