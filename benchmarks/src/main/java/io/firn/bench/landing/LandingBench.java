package io.firn.bench.landing;

import io.firn.bench.BenchReport;
import io.firn.bench.BenchSettings;
import io.firn.bench.Benchmark;
import io.firn.bench.Conditions;
import io.firn.bench.Figure;
import io.firn.bench.WorkFolder;
import io.firn.bench.measure.Interleaving;
import io.firn.bench.measure.Measurement;
import io.firn.bench.measure.OwnProcessMeter;
import io.firn.bench.measure.ResidentPeak;
import io.firn.bench.measure.Round;
import io.firn.bench.measure.Spread;
import io.firn.bench.workload.FilledTopic;
import io.firn.bench.workload.OrderEvents;
import io.firn.bench.workload.TopicWriter;
import io.firn.cli.console.Narrator;
import io.firn.config.Pipeline;
import io.firn.run.SparkSessions;
import io.firn.sandbox.KafkaBroker;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Bronze beside Spark that reads the same offsets and drops them. */
public final class LandingBench implements Benchmark {
  private static final long EVENTS = 1_000_000;
  private static final int PARTITIONS = 12;

  @Override
  public String name() {
    return "landing";
  }

  @Override
  public String question() {
    return "Firn's landing of one topic, beside Spark reading the same offsets and dropping them";
  }

  @Override
  public int peers() {
    return 2;
  }

  @Override
  public BenchReport run(BenchSettings settings, Narrator.Progress progress) {
    Map<String, Object> conditions = Conditions.common(settings);
    try (WorkFolder folder = WorkFolder.create(name(), settings)) {
      progress.note("files in " + folder.path());
      try (KafkaBroker broker = KafkaBroker.start(folder.folder("parts"))) {
        FilledTopic topic = fill(broker, settings, progress);
        Pipeline pipeline =
            LandingPipeline.write(folder.path(), broker.bootstrapServers(), 0).pipeline();
        SparkSession spark = SparkSessions.start(pipeline);
        try {
          describe(conditions, settings, topic, spark);
          List<Round> rounds =
              new Interleaving(1, settings.rounds())
                  .run(
                      List.of(
                          new FloorPeer(spark, pipeline.kafka(), topic),
                          new LandingPeer(
                              folder.path(), broker.bootstrapServers(), topic.events())),
                      new OwnProcessMeter(),
                      (round, turn) -> progress.step(turn.told(round)));
          conditions.put("peak_resident_mb", ResidentPeak.ofThisProcess() >> 20);
          return new BenchReport(name(), conditions, figures(rounds), rounds);
        } finally {
          spark.stop();
        }
      }
    }
  }

  private static FilledTopic fill(
      KafkaBroker broker, BenchSettings settings, Narrator.Progress progress) {
    long events = settings.events().orElse(EVENTS);
    progress.note("making " + events + " events");
    return new TopicWriter(broker.bootstrapServers(), settings.headers())
        .fill(
            LandingPipeline.TOPIC,
            PARTITIONS,
            OrderEvents.mixed("orders", events),
            sent -> progress.note(sent + " events made"));
  }

  private static void describe(
      Map<String, Object> conditions,
      BenchSettings settings,
      FilledTopic topic,
      SparkSession spark) {
    conditions.put("spark_master", spark.sparkContext().master());
    conditions.put("events", topic.events());
    conditions.put("value_bytes", topic.valueBytes());
    conditions.put("value_bytes_average", Math.round(topic.averageValueBytes() * 10) / 10.0);
    conditions.put("headers_per_event", settings.headers() ? TopicWriter.HEADERS_PER_RECORD : 0);
    conditions.put("topic_partitions", PARTITIONS);
    conditions.put("topic_compression", "lz4");
  }

  private static List<Figure> figures(List<Round> rounds) {
    Spread floor = Spread.of(rounds, FloorPeer.NAME, Measurement::rowsPerSecond);
    Spread landing = Spread.of(rounds, LandingPeer.NAME, Measurement::rowsPerSecond);
    Spread cpu = Spread.of(rounds, LandingPeer.NAME, Measurement::cpuSecondsPerMillion);
    return List.of(
        new Figure("landing.floor_ratio", landing.median() / floor.median(), "at least 0.7"),
        new Figure("landing.cpu_s_per_million", cpu.median(), "about 4"));
  }
}
