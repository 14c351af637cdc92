package io.firn.bench.gold;

import io.firn.bench.BenchReport;
import io.firn.bench.BenchSettings;
import io.firn.bench.Benchmark;
import io.firn.bench.Conditions;
import io.firn.bench.Figure;
import io.firn.bench.WorkFolder;
import io.firn.bench.measure.Interleaving;
import io.firn.bench.measure.Measurement;
import io.firn.bench.measure.OwnProcessMeter;
import io.firn.bench.measure.Round;
import io.firn.bench.measure.Spread;
import io.firn.cli.console.Narrator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One group in a hundred changed, by gold's two ways of refresh and by a MERGE of the last days.
 */
public final class GoldBench implements Benchmark {
  private static final int PEERS = 3;
  private static final List<Long> SIZES = List.of(100_000L, 1_000_000L, 10_000_000L);

  @Override
  public String name() {
    return "gold";
  }

  @Override
  public String question() {
    return "gold where 1 % of the groups changed, beside a full recompute and a MERGE of last days";
  }

  @Override
  public int peers() {
    return PEERS * SIZES.size();
  }

  @Override
  public int peers(BenchSettings settings) {
    long smallest = 100L * GoldBenchLake.DAYS;
    if (sizes(settings).get(0) < smallest) {
      throw new IllegalArgumentException(
          sizes(settings).get(0) + " rows: expected at least " + smallest);
    }
    return PEERS * sizes(settings).size();
  }

  private static List<Long> sizes(BenchSettings settings) {
    return settings.events().isPresent() ? List.of(settings.events().getAsLong()) : SIZES;
  }

  @Override
  public BenchReport run(BenchSettings settings, Narrator.Progress progress) {
    Map<String, Object> conditions = Conditions.common(settings);
    conditions.put("groups", GoldBenchLake.DAYS);
    conditions.put("changed_groups", GoldBenchLake.CHANGED_DAYS);
    conditions.put("input_rows", sizes(settings));
    List<List<Round>> bySize = new ArrayList<>();
    for (long rows : sizes(settings)) {
      bySize.add(rounds(settings, rows, progress));
    }
    List<Round> all = bySize.stream().flatMap(List::stream).toList();
    return new BenchReport(name(), conditions, figures(settings, bySize), all);
  }

  private List<Round> rounds(BenchSettings settings, long rows, Narrator.Progress progress) {
    try (WorkFolder folder = WorkFolder.create(name(), settings)) {
      progress.note("an input of " + rows + " rows in " + folder.path());
      try (GoldBenchLake lake = GoldBenchLake.create(folder.path(), rows)) {
        return new Interleaving(1, settings.rounds())
            .run(
                List.of(
                    new GoldPeer(lake, GoldBenchLake.INCREMENTAL),
                    new GoldPeer(lake, GoldBenchLake.FULL),
                    new TimeFilterPeer(lake)),
                new OwnProcessMeter(),
                (round, turn) -> progress.step(turn.told(round)));
      }
    }
  }

  private static List<Figure> figures(BenchSettings settings, List<List<Round>> bySize) {
    List<Round> largest = bySize.get(bySize.size() - 1);
    double incremental = median(largest, GoldBenchLake.INCREMENTAL.table());
    List<Figure> figures = new ArrayList<>();
    figures.add(
        new Figure(
            "gold.full_speedup",
            median(largest, GoldBenchLake.FULL.table()) / incremental,
            "at least 10"));
    figures.add(
        new Figure(
            "gold.merge_speedup",
            median(largest, TimeFilterPeer.NAME) / incremental,
            "for the eye"));
    if (bySize.size() > 1) {
      List<Long> sizes = sizes(settings);
      double times = (double) sizes.get(sizes.size() - 1) / sizes.get(0);
      double slower = incremental / median(bySize.get(0), GoldBenchLake.INCREMENTAL.table());
      figures.add(new Figure("gold.growth", Math.log(slower) / Math.log(times), "at most 0.1"));
    }
    return figures;
  }

  private static double median(List<Round> rounds, String peer) {
    return Spread.of(rounds, peer, Measurement::wallSeconds).median();
  }
}
