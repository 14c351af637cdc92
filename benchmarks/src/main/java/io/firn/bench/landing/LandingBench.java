package io.firn.bench.landing;

import io.firn.bench.BenchReport;
import io.firn.bench.BenchSettings;
import io.firn.bench.Benchmark;
import io.firn.bench.Conditions;
import io.firn.bench.Figure;
import io.firn.bench.WorkFolder;
import io.firn.bench.landing.LandingPeers.Scene;
import io.firn.bench.measure.Interleaving;
import io.firn.bench.measure.Peer;
import io.firn.bench.measure.ResidentPeak;
import io.firn.bench.measure.Round;
import io.firn.bench.measure.WorkerMeter;
import io.firn.bench.workload.TopicWriter;
import io.firn.cli.console.Narrator;
import io.firn.config.KafkaReader;
import io.firn.config.Pipeline;
import io.firn.run.SparkSessions;
import io.firn.sandbox.KafkaBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Bronze beside other ways to bring the same offsets into tables, and beside reading alone. */
public final class LandingBench implements Benchmark {

  @Override
  public String name() {
    return "landing";
  }

  @Override
  public String question() {
    return "Firn's landing, beside Spark reading the same offsets and dropping them, and other peers";
  }

  @Override
  public int peers() {
    return LandingPeers.usual(LandingWorkload.ONE_TOPIC).size();
  }

  @Override
  public int peers(BenchSettings settings) {
    return LandingWorkload.of(settings).stream()
        .mapToInt(workload -> LandingPeers.names(workload, settings).size())
        .sum();
  }

  @Override
  public BenchReport run(BenchSettings settings, Narrator.Progress progress) {
    Map<String, Object> conditions = Conditions.common(settings);
    List<Round> rounds = new ArrayList<>();
    List<Figure> figures = new ArrayList<>();
    for (LandingWorkload workload : LandingWorkload.of(settings)) {
      List<Round> done = run(workload, settings, conditions, progress);
      figures.addAll(LandingFigures.of(workload, done));
      rounds.addAll(done);
    }
    conditions.put("peak_resident_mb", ResidentPeak.ofThisProcess() >> 20);
    return new BenchReport(name(), conditions, figures, rounds);
  }

  /** With a broker, a catalog and a session of its own, so that no workload finds another's. */
  private static List<Round> run(
      LandingWorkload workload,
      BenchSettings settings,
      Map<String, Object> conditions,
      Narrator.Progress progress) {
    try (WorkFolder folder = WorkFolder.create("landing-" + workload.id(), settings)) {
      progress.note(workload.id() + ": " + workload.description());
      progress.note("files in " + folder.path());
      try (KafkaBroker broker = KafkaBroker.start(folder.folder("parts"))) {
        String address = broker.bootstrapServers();
        TopicWriter topics = new TopicWriter(address, settings.headers());
        Supply supply = Supply.create(topics, workload.loads(settings), progress::note);
        Pipeline pipeline =
            LandingPipeline.write(
                    folder.path(), "session", address, KafkaReader.CONSUMER, supply.loads())
                .pipeline();
        SparkSession spark = SparkSessions.start(pipeline);
        try (LandingPeers peers =
            new LandingPeers(
                workload, settings, new Scene(folder, pipeline, spark, topics, supply))) {
          List<Peer> working = peers.start(progress::note);
          List<Round> rounds =
              new Interleaving(1, settings.rounds())
                  .run(
                      working, new WorkerMeter(), (round, turn) -> progress.step(turn.told(round)));
          describe(conditions, workload, settings, supply, spark);
          return rounds;
        } finally {
          spark.stop();
        }
      }
    }
  }

  private static void describe(
      Map<String, Object> conditions,
      LandingWorkload workload,
      BenchSettings settings,
      Supply supply,
      SparkSession spark) {
    String about = LandingWorkload.of(settings).size() == 1 ? "" : workload.id() + ".";
    conditions.put("spark_master", spark.sparkContext().master());
    conditions.put("headers_per_event", settings.headers() ? TopicWriter.HEADERS_PER_RECORD : 0);
    conditions.put("topic_compression", "lz4");
    conditions.put(about + "workload", workload.id());
    conditions.put(about + "events", supply.events());
    conditions.put(
        about + "value_bytes_average",
        Math.round(supply.valueBytes() * 10.0 / supply.events()) / 10.0);
    conditions.put(about + "topics", supply.loads().size());
    conditions.put(about + "topic_partitions", supply.loads().get(0).partitions());
  }
}
