package io.firn.bench.start;

import io.firn.bench.BenchReport;
import io.firn.bench.BenchSettings;
import io.firn.bench.Benchmark;
import io.firn.bench.Conditions;
import io.firn.bench.Figure;
import io.firn.bench.WorkFolder;
import io.firn.bench.measure.ChildProcesses;
import io.firn.bench.measure.Interleaving;
import io.firn.bench.measure.Measurement;
import io.firn.bench.measure.Round;
import io.firn.bench.measure.Spread;
import io.firn.bench.workload.OrderEvents;
import io.firn.bench.workload.TopicWriter;
import io.firn.cli.console.Narrator;
import io.firn.sandbox.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A whole small {@code firn run} beside a Spark session that does nothing, both as processes of
 * their own: what the start of everything costs when there is next to nothing to do.
 */
public final class StartBench implements Benchmark {
  private static final long ROWS_PER_TABLE = 100;

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String question() {
    return "a whole 'firn run' over "
        + StartPipeline.TABLES
        + " small tables, beside a Spark session that counts one range";
  }

  @Override
  public int peers() {
    return 3;
  }

  @Override
  public BenchReport run(BenchSettings settings, Narrator.Progress progress) {
    long rows = settings.events().orElse(ROWS_PER_TABLE);
    Map<String, Object> conditions = Conditions.common(settings);
    conditions.put("tables", StartPipeline.TABLES);
    conditions.put("rows_per_table", rows);
    conditions.put("units", StartPipeline.UNITS);
    try (WorkFolder folder = WorkFolder.create(name(), settings)) {
      progress.note("files in " + folder.path());
      try (KafkaBroker broker = KafkaBroker.start(folder.folder("parts"))) {
        fill(broker, settings.headers(), rows);
        ChildProcesses children = new ChildProcesses();
        List<Round> rounds =
            new Interleaving(1, settings.rounds())
                .run(
                    List.of(
                        SessionPeer.bare(children, folder.path()),
                        firnRun(children, folder, broker, rows),
                        SessionPeer.plain(children, folder.path())),
                    children,
                    (round, turn) -> progress.step(turn.told(round)));
        return new BenchReport(name(), conditions, figures(rounds), rounds);
      }
    }
  }

  private static void fill(KafkaBroker broker, boolean headers, long rows) {
    TopicWriter topics = new TopicWriter(broker.bootstrapServers(), headers);
    for (int number = 1; number <= StartPipeline.TABLES; number++) {
      topics.fill(
          StartPipeline.topic(number),
          1,
          OrderEvents.inserts(StartPipeline.table(number), rows),
          sent -> {});
    }
  }

  private static FirnRunPeer firnRun(
      ChildProcesses children, WorkFolder folder, KafkaBroker broker, long rows) {
    Path launcher = Path.of(System.getProperty("firn.home", "")).toAbsolutePath().resolve("firn");
    if (!Files.isExecutable(launcher)) {
      throw new IllegalStateException(
          launcher + " is no launcher: start this benchmark with 'firn bench start'");
    }
    return new FirnRunPeer(
        children, launcher, folder.path(), broker.bootstrapServers(), StartPipeline.TABLES * rows);
  }

  /**
   * The divisor is the session with the JVM options of {@code firn run}: a class archive and calmer
   * compilers would halve the cost of any Spark program, and are no merit of the run itself. What
   * they are worth is told beside it.
   */
  private static List<Figure> figures(List<Round> rounds) {
    double run = Spread.of(rounds, FirnRunPeer.NAME, Measurement::cpuSeconds).median();
    double bare = Spread.of(rounds, SessionPeer.BARE, Measurement::cpuSeconds).median();
    double plain = Spread.of(rounds, SessionPeer.PLAIN, Measurement::cpuSeconds).median();
    return List.of(
        new Figure("start.cpu_ratio", run / bare, "at most 2.5"),
        new Figure("start.cpu_ratio_to_untuned_jvm", run / plain, "for the eye"));
  }
}
