package io.firn.bench;

import io.firn.bench.crash.CrashBench;
import io.firn.bench.gold.GoldBench;
import io.firn.bench.landing.LandingBench;
import io.firn.bench.noop.NoopBench;
import io.firn.bench.start.StartBench;
import io.firn.bench.upsert.UpsertBench;
import io.firn.cli.Surroundings;
import io.firn.cli.console.ColorChoice;
import io.firn.cli.console.ConsoleNarrator;
import io.firn.cli.console.ConsoleNarrator.Channel;
import io.firn.cli.console.Narrator;
import io.firn.cli.console.OutputFormat;
import io.firn.cli.console.Paint;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code firn bench}. */
@Command(
    name = "firn bench",
    header = "Measure what Firn costs, beside peers that do the same work.",
    description =
        "%nPeers take turns in one run, one round to warm up and then those that count; the figures"
            + " are ratios of medians. Servers it needs are started and stopped. Leave the machine"
            + " alone meanwhile.",
    synopsisHeading = "",
    parameterListHeading = "%nBenchmarks:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured, whatever the figures are", "1:a peer failed", "20:wrong usage"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  # a million events through bronze, beside Spark reading and dropping them",
      "  firn bench landing",
      "",
      "  # a first look in a minute, its files kept",
      "  firn bench landing --events 100000 --rounds 1 --keep",
      "",
      "  # what a thousand small topics cost beside a large one",
      "  firn bench landing --workload many-topics",
      "",
      "  # Firn and Iceberg's Kafka Connect sink alone",
      "  firn bench landing --peers landing,sink --events 300000",
      "",
      "  # for a program",
      "  firn bench start --output json | jq '.figures.\"start.cpu_ratio\"'"
    })
public final class BenchCommand implements Callable<Integer> {
  private static final List<Benchmark> BENCHMARKS =
      List.of(
          new CrashBench(),
          new GoldBench(),
          new LandingBench(),
          new NoopBench(),
          new StartBench(),
          new UpsertBench());

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      converter = ByName.class,
      completionCandidates = Names.class,
      description = {
        "What to measure: ${COMPLETION-CANDIDATES}.",
        "crash: tables of runs that were killed, beside those of a run that was not.",
        "landing: bronze beside Spark reading the same offsets and dropping them, and beside other"
            + " ways to land them.",
        "noop: a run that finds no new data in a thousand tables.",
        "start: a whole run over five small tables beside a bare Spark session.",
        "upsert: 100000 changes into a silver table beside Spark's MERGE."
      })
  private Benchmark benchmark;

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      description = {
        "Which changes upsert brings: uniform, of any rows (default), or recent, of the newest. Or"
            + " what landing lands; default: one-topic.",
        "one-topic: 12 partitions, 1000000 events of 700 bytes. Peers: floor, landing,"
            + " spark-reader, straight, sink.",
        "many-topics: 1000 topics and tables with 1000 events each. Peers: one-topic, landing; on"
            + " request floor, spark-reader, straight.",
        "zipf: 300 topics, few of them large. Peers as with many-topics.",
        "large: 60000 events of 16 KB. Peers: floor, landing; on request spark-reader, straight.",
        "growth: 50000 events into tables of 1, 10 and 100 times as many. Peers: landing-1x,"
            + " landing-10x, landing-100x.",
        "all: one after the other."
      })
  private String workload;

  @Option(
      names = "--peers",
      paramLabel = "NAME",
      split = ",",
      description = {
        "Who takes part in landing, by comma. Default: as told above.",
        "floor: Spark reads the same offsets, tuned alike, and drops the rows.",
        "landing: Firn, with consumers as it reads by default.",
        "spark-reader: Firn, reading through Spark's Kafka source.",
        "straight: one DataFrame a topic, from_json and writeTo.",
        "sink: Iceberg's Kafka Connect sink, a process of its own.",
        "one-topic: Firn, as many events in a single topic."
      })
  private List<String> peers = List.of();

  @Option(
      names = "--events",
      paramLabel = "N",
      description =
          "Events to make for each round, in all topics together. Default: as told above; for start"
              + " 100 in each of five tables. Of upsert, the rows of its table; default: 1000000, then"
              + " 10000000.")
  private Long events;

  @Option(
      names = "--tables",
      paramLabel = "N",
      description = "Topics and tables. Default: 1000 for many-topics and for noop, 300 for zipf.")
  private Integer tables;

  @Option(
      names = {"--rounds", "--times"},
      paramLabel = "R",
      defaultValue = "3",
      description =
          "Rounds that count, after one to warm up; of crash, how many runs are killed. Default:"
              + " ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = ".firn/bench",
      description =
          "Where all files go, in a fresh folder of their own. Default: ${DEFAULT-VALUE}.")
  private Path folder;

  @Option(names = "--keep", description = "Leave that folder behind, for a second look.")
  private boolean keep;

  @Option(
      names = "--headers",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Whether records carry the four headers that Debezium writes. Default: they do.")
  private boolean headers;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "How to print the result on standard output: ${COMPLETION-CANDIDATES}. Everything else"
              + " goes to standard error. Default: ${DEFAULT-VALUE}.")
  private OutputFormat format;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  BenchCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    BenchSettings settings = settings();
    long turns = (long) peers(settings) * (settings.rounds() + 1);
    Narrator narrator = narrator();
    BenchReport report;
    try (Narrator.Progress progress = narrator.progress(benchmark.name(), turns)) {
      progress.note(benchmark.question());
      report = benchmark.run(settings, progress);
    }
    if (format == OutputFormat.JSON) {
      surroundings.out().println(ReportJson.write(report));
    } else {
      new ReportText(report).tell(narrator);
    }
    return 0;
  }

  private int peers(BenchSettings settings) {
    try {
      return benchmark.peers(settings);
    } catch (IllegalArgumentException unknown) {
      throw new ParameterException(spec.commandLine(), unknown.getMessage());
    }
  }

  private BenchSettings settings() {
    try {
      return new BenchSettings(
          Optional.ofNullable(workload),
          peers,
          events == null ? OptionalLong.empty() : OptionalLong.of(events),
          tables == null ? OptionalInt.empty() : OptionalInt.of(tables),
          rounds,
          folder,
          keep,
          headers);
    } catch (IllegalArgumentException impossible) {
      throw new ParameterException(spec.commandLine(), impossible.getMessage());
    }
  }

  private Narrator narrator() {
    Channel out = channel(surroundings.out(), surroundings.terminal().stdout());
    Channel err = channel(surroundings.err(), surroundings.terminal().stderr());
    boolean json = format == OutputFormat.JSON;
    return new ConsoleNarrator(json ? err : out, err, surroundings.terminal().columns());
  }

  private Channel channel(PrintStream stream, boolean terminal) {
    boolean color = ColorChoice.AUTO.colors(terminal, surroundings.environment());
    return new Channel(stream, new Paint(color), terminal);
  }

  /** The benchmarks by name, for the command line's parser. */
  static final class ByName implements ITypeConverter<Benchmark> {
    @Override
    public Benchmark convert(String name) {
      return BENCHMARKS.stream()
          .filter(benchmark -> benchmark.name().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + name + "' is no benchmark: expected one of " + new Names()));
    }
  }

  /** For help and shell completion. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return BENCHMARKS.stream().map(Benchmark::name).iterator();
    }

    @Override
    public String toString() {
      return String.join(", ", this);
    }
  }
}
