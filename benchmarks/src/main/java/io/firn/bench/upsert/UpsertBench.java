package io.firn.bench.upsert;

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
import java.util.function.ToDoubleFunction;

/** 100,000 changes into a large table, by silver and by Spark's MERGE. */
public final class UpsertBench implements Benchmark {
  private static final List<Long> SIZES = List.of(1_000_000L, 10_000_000L);
  private static final int PEERS = 5;
  private static final String UNIFORM = "uniform";
  private static final String RECENT = "recent";

  @Override
  public String name() {
    return "upsert";
  }

  @Override
  public String question() {
    return "silver's upsert of 100,000 changes, beside Spark's MERGE of the same, decoded before or not";
  }

  @Override
  public int peers() {
    return PEERS * SIZES.size();
  }

  @Override
  public int peers(BenchSettings settings) {
    String workload = workload(settings);
    if (!List.of(UNIFORM, RECENT, ReadAfter.NAME).contains(workload)) {
      throw new IllegalArgumentException(
          "'" + workload + "' is no workload of upsert: expected uniform, recent or read-after");
    }
    if (sizes(settings).get(0) < 2 * UpsertLake.CHANGES) {
      throw new IllegalArgumentException(
          sizes(settings).get(0)
              + " rows: expected at least "
              + 2 * UpsertLake.CHANGES
              + ", twice the changes");
    }
    return (workload.equals(ReadAfter.NAME) ? 3 : PEERS) * sizes(settings).size();
  }

  private static String workload(BenchSettings settings) {
    return settings.workload().orElse(UNIFORM);
  }

  private static List<Long> sizes(BenchSettings settings) {
    if (settings.events().isPresent()) {
      return List.of(settings.events().getAsLong());
    }
    return workload(settings).equals(ReadAfter.NAME) ? List.of(ReadAfter.USUAL_ROWS) : SIZES;
  }

  @Override
  public BenchReport run(BenchSettings settings, Narrator.Progress progress) {
    Map<String, Object> conditions = Conditions.common(settings);
    conditions.put("workload", workload(settings));
    conditions.put("changes", UpsertLake.CHANGES);
    conditions.put("table_rows", sizes(settings));
    List<List<Round>> bySize = new ArrayList<>();
    for (long rows : sizes(settings)) {
      bySize.add(rounds(settings, rows, progress));
    }
    List<Round> all = bySize.stream().flatMap(List::stream).toList();
    return new BenchReport(name(), conditions, figures(settings, bySize), all);
  }

  private List<Round> rounds(BenchSettings settings, long rows, Narrator.Progress progress) {
    try (WorkFolder folder = WorkFolder.create(name(), settings)) {
      progress.note("a table of " + rows + " rows in " + folder.path());
      boolean recent = workload(settings).equals(RECENT);
      try (UpsertLake lake = UpsertLake.create(folder.path(), rows, recent)) {
        if (workload(settings).equals(ReadAfter.NAME)) {
          return ReadAfter.run(lake, settings, progress);
        }
        return new Interleaving(1, settings.rounds())
            .run(
                List.of(
                    new SilverPeer(lake, rows),
                    new MergePeer(lake, "merge-on-read", false, rows),
                    new MergePeer(lake, "copy-on-write", false, rows),
                    new MergePeer(lake, "merge-on-read", true, rows),
                    new MergePeer(lake, "copy-on-write", true, rows)),
                new OwnProcessMeter(),
                (round, turn) -> progress.step(turn.told(round)));
      }
    }
  }

  private static List<Figure> figures(BenchSettings settings, List<List<Round>> bySize) {
    List<Round> largest = bySize.get(bySize.size() - 1);
    if (workload(settings).equals(ReadAfter.NAME)) {
      return ReadAfter.figures(largest);
    }
    List<Figure> figures = new ArrayList<>();
    figures.add(
        new Figure(
            "upsert.merge_speedup", speedup(largest, "", Measurement::wallSeconds), "at least 4"));
    figures.add(
        new Figure(
            "upsert.merge_cpu_speedup",
            speedup(largest, "", Measurement::cpuSeconds),
            "for the eye"));
    figures.add(
        new Figure(
            "upsert.same_work_speedup",
            speedup(largest, MergePeer.FROM_BRONZE, Measurement::wallSeconds),
            "at least 4"));
    figures.add(
        new Figure(
            "upsert.same_work_cpu_speedup",
            speedup(largest, MergePeer.FROM_BRONZE, Measurement::cpuSeconds),
            "for the eye"));
    if (bySize.size() > 1) {
      List<Long> sizes = sizes(settings);
      double times = (double) sizes.get(sizes.size() - 1) / sizes.get(0);
      double slower =
          median(largest, SilverPeer.NAME, Measurement::wallSeconds)
              / median(bySize.get(0), SilverPeer.NAME, Measurement::wallSeconds);
      boolean uniform = workload(settings).equals(UNIFORM);
      figures.add(
          new Figure(
              uniform ? "upsert.growth_uniform" : "upsert.growth_skewed",
              Math.log(slower) / Math.log(times),
              uniform ? "at most 0.2" : "at most 0.1"));
    }
    return figures;
  }

  /**
   * The better MERGE against silver.
   *
   * @param from behind the names of the peers
   */
  private static double speedup(
      List<Round> rounds, String from, ToDoubleFunction<Measurement> measured) {
    return Math.min(
            median(rounds, "merge-on-read" + from, measured),
            median(rounds, "copy-on-write" + from, measured))
        / median(rounds, SilverPeer.NAME, measured);
  }

  private static double median(
      List<Round> rounds, String peer, ToDoubleFunction<Measurement> measured) {
    return Spread.of(rounds, peer, measured).median();
  }
}
