package io.firn.bench;

import io.firn.bench.crash.CrashBench;
import io.firn.bench.landing.LandingBench;
import io.firn.bench.start.StartBench;
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
      "  # for a program",
      "  firn bench start --output json | jq '.figures.\"start.cpu_ratio\"'"
    })
public final class BenchCommand implements Callable<Integer> {
  private static final List<Benchmark> BENCHMARKS =
      List.of(new CrashBench(), new LandingBench(), new StartBench());

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      converter = ByName.class,
      completionCandidates = Names.class,
      description = {
        "What to measure: ${COMPLETION-CANDIDATES}.",
        "crash: tables of runs that were killed, beside those of a run that was not.",
        "landing: bronze beside Spark reading the same offsets and dropping them.",
        "start: a whole run over five small tables beside a bare Spark session."
      })
  private Benchmark benchmark;

  @Option(
      names = "--events",
      paramLabel = "N",
      description =
          "Events to make. Default: 1000000 for landing; for start 100 in each of five tables.")
  private Long events;

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
    Narrator narrator = narrator();
    BenchReport report;
    try (Narrator.Progress progress =
        narrator.progress(benchmark.name(), (long) benchmark.peers() * (settings.rounds() + 1))) {
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

  private BenchSettings settings() {
    try {
      return new BenchSettings(
          events == null ? OptionalLong.empty() : OptionalLong.of(events),
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
