package io.firn.bench.landing;

import io.firn.bench.BenchSettings;
import io.firn.bench.WorkFolder;
import io.firn.bench.measure.Peer;
import io.firn.bench.workload.TopicLoad;
import io.firn.bench.workload.TopicWriter;
import io.firn.config.KafkaReader;
import io.firn.config.Pipeline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/** Who lands a workload. */
final class LandingPeers implements AutoCloseable {
  /** As the pipeline's default has it: consumers. */
  static final String LANDING = "landing";

  static final String SPARK_READER = "spark-reader";

  /** As many events, all in one topic. */
  static final String ONE_TOPIC = "one-topic";

  static final List<Integer> GROWTH = List.of(1, 10, 100);

  private final LandingWorkload workload;
  private final BenchSettings settings;
  private final Scene scene;
  private final List<AutoCloseable> started = new ArrayList<>();

  /**
   * What the peers share.
   *
   * @param pipeline names broker and catalog
   */
  record Scene(
      WorkFolder folder,
      Pipeline pipeline,
      SparkSession spark,
      TopicWriter topics,
      Supply supply) {}

  LandingPeers(LandingWorkload workload, BenchSettings settings, Scene scene) {
    this.workload = workload;
    this.settings = settings;
    this.scene = scene;
  }

  /**
   * The peers of a workload that the settings ask for, in order.
   *
   * @throws IllegalArgumentException when one of those asked for does not land this workload
   */
  static List<String> names(LandingWorkload workload, BenchSettings settings) {
    List<String> usual = usual(workload);
    if (settings.peers().isEmpty()) {
      return usual;
    }
    List<String> possible = new ArrayList<>(usual);
    possible.addAll(onRequest(workload));
    for (String name : settings.peers()) {
      if (!possible.contains(name)) {
        throw new IllegalArgumentException(
            "'"
                + name
                + "' is no peer of "
                + workload.id()
                + ": expected some of "
                + String.join(", ", possible));
      }
    }
    return settings.peers();
  }

  static List<String> usual(LandingWorkload workload) {
    return switch (workload) {
      case ONE_TOPIC ->
          List.of(FloorPeer.NAME, LANDING, SPARK_READER, StraightPeer.NAME, SinkPeer.NAME);
      case MANY_TOPICS, ZIPF -> List.of(ONE_TOPIC, LANDING);
      case LARGE -> List.of(FloorPeer.NAME, LANDING);
      case GROWTH -> GROWTH.stream().map(GrowthPeer::name).toList();
    };
  }

  /** What would take too long, or tells little, to be done each time. */
  private static List<String> onRequest(LandingWorkload workload) {
    return switch (workload) {
      case ONE_TOPIC, GROWTH -> List.of();
      case MANY_TOPICS, ZIPF -> List.of(FloorPeer.NAME, SPARK_READER, StraightPeer.NAME);
      case LARGE -> List.of(SPARK_READER, StraightPeer.NAME);
    };
  }

  List<Peer> start(Consumer<String> told) {
    List<Peer> peers = new ArrayList<>();
    for (String name : names(workload, settings)) {
      peers.add(start(name, told));
    }
    return peers;
  }

  private Peer start(String name, Consumer<String> told) {
    Supply supply = scene.supply();
    return switch (name) {
      case FloorPeer.NAME -> new FloorPeer(scene.spark(), scene.pipeline().kafka(), supply);
      case StraightPeer.NAME -> new StraightPeer(scene.spark(), scene.pipeline(), supply);
      case LANDING -> landing(name, KafkaReader.CONSUMER, supply);
      case SPARK_READER -> landing(name, KafkaReader.SPARK, supply);
      case SinkPeer.NAME -> sink();
      case ONE_TOPIC -> landing(name, KafkaReader.CONSUMER, inOneTopic(told));
      default -> {
        int times = Integer.parseInt(name.replaceAll("[^0-9]", ""));
        yield new GrowthPeer(landing(name, KafkaReader.CONSUMER, supply), times);
      }
    };
  }

  private Supply inOneTopic(Consumer<String> told) {
    long events = scene.supply().loads().stream().mapToLong(load -> load.workload().events()).sum();
    TopicLoad all = LandingWorkload.oneTopic("all", events);
    return Supply.create(scene.topics(), List.of(all), told);
  }

  private LandingPeer landing(String name, KafkaReader reader, Supply from) {
    String broker = scene.pipeline().kafka().bootstrapServers();
    return new LandingPeer(name, reader, scene.folder().path(), broker, from);
  }

  private SinkPeer sink() {
    Path home = Path.of(System.getProperty("firn.home", "")).toAbsolutePath();
    SinkPeer sink =
        SinkPeer.start(home, scene.folder().folder("sink"), scene.pipeline(), scene.supply());
    started.add(sink);
    return sink;
  }

  @Override
  public void close() {
    for (AutoCloseable each : started) {
      try {
        each.close();
      } catch (Exception failed) {
        throw new IllegalStateException("cannot stop a peer", failed);
      }
    }
  }
}
