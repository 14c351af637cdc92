package io.firn.bench.noop;

import io.firn.bench.BenchReport;
import io.firn.bench.BenchSettings;
import io.firn.bench.Benchmark;
import io.firn.bench.Conditions;
import io.firn.bench.Figure;
import io.firn.bench.WorkFolder;
import io.firn.bench.landing.LandingPeer;
import io.firn.bench.landing.Supply;
import io.firn.bench.measure.Interleaving;
import io.firn.bench.measure.Measurement;
import io.firn.bench.measure.OwnProcessMeter;
import io.firn.bench.measure.Round;
import io.firn.bench.measure.Spread;
import io.firn.bench.workload.OrderEvents;
import io.firn.bench.workload.TopicLoad;
import io.firn.bench.workload.TopicWriter;
import io.firn.cli.console.Narrator;
import io.firn.config.KafkaReader;
import io.firn.config.Pipeline;
import io.firn.sandbox.KafkaBroker;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** A run over many tables whose topics hold nothing new, beside opening each table once. */
public final class NoopBench implements Benchmark {
  private static final int TABLES = 1000;
  private static final long EVENTS_PER_TABLE = 2;

  @Override
  public String name() {
    return "noop";
  }

  @Override
  public String question() {
    return "a run that finds no new data in any table, beside opening each table once";
  }

  @Override
  public int peers() {
    return 2;
  }

  @Override
  public BenchReport run(BenchSettings settings, Narrator.Progress progress) {
    int tables = settings.tables().orElse(TABLES);
    Map<String, Object> conditions = Conditions.common(settings);
    conditions.put("tables", tables);
    try (WorkFolder folder = WorkFolder.create(name(), settings)) {
      progress.note("files in " + folder.path());
      try (KafkaBroker broker = KafkaBroker.start(folder.folder("parts"))) {
        Pipeline pipeline = land(folder, broker, settings, loads(tables), progress);
        List<Round> rounds =
            new Interleaving(1, settings.rounds())
                .run(
                    List.of(new NoopRun(pipeline), new OpenTables(pipeline)),
                    new OwnProcessMeter(),
                    (round, turn) -> progress.step(turn.told(round)));
        return new BenchReport(name(), conditions, figures(rounds), rounds);
      }
    }
  }

  private static List<TopicLoad> loads(int tables) {
    return IntStream.range(0, tables)
        .mapToObj(number -> String.format(Locale.ROOT, "orders_%04d", number))
        .map(
            table ->
                new TopicLoad(
                    "acme.shop." + table, 1, OrderEvents.inserts(table, EVENTS_PER_TABLE)))
        .toList();
  }

  /** Lands what there is, so that nothing is left. */
  private static Pipeline land(
      WorkFolder folder,
      KafkaBroker broker,
      BenchSettings settings,
      List<TopicLoad> loads,
      Narrator.Progress progress) {
    TopicWriter topics = new TopicWriter(broker.bootstrapServers(), settings.headers());
    Supply supply = Supply.create(topics, loads, progress::note);
    LandingPeer landing =
        new LandingPeer(
            "noop", KafkaReader.CONSUMER, folder.path(), broker.bootstrapServers(), supply);
    progress.note("landing " + loads.size() + " tables once");
    landing.prepare(0);
    landing.run();
    landing.check();
    return landing.pipeline();
  }

  private static List<Figure> figures(List<Round> rounds) {
    double perTable = milliseconds(rounds, NoopRun.NAME);
    double perLoad = milliseconds(rounds, OpenTables.NAME);
    return List.of(
        new Figure("noop.cpu_ms_per_table", perTable, "at most 1"),
        new Figure("noop.open_cpu_ms_per_table", perLoad, "for the eye"));
  }

  private static double milliseconds(List<Round> rounds, String peer) {
    return Spread.of(rounds, peer, Measurement::cpuSecondsPerMillion).median() / 1000;
  }
}
