package io.firn.cli;

import io.firn.bronze.Replay;
import io.firn.bronze.ReplayPlan;
import io.firn.bronze.ReplayRequest;
import io.firn.cli.console.Narrator;
import io.firn.config.Pipeline;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.model.RunKey;
import io.firn.model.UnitName;
import io.firn.run.RunListener;
import io.firn.run.Selection;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code firn replay}. */
@Command(
    name = "replay",
    header = "Land those offsets of a range again that a bronze table lacks.",
    description =
        "%nLooks up which offsets of the range the table and its quarantine hold, shows what is"
            + " missing, asks, and lands that from Kafka. Progress stays where it is; offsets that"
            + " were never landed are left to the next run. An event that the table holds at"
            + " another offset is not written again. Where nothing is missing nothing is committed."
            + " Offsets without a row need not be lost: tombstones, repeats and the broker's own"
            + " records make none.%n%nSilver reads the table whole after a replay, since what is"
            + " older than its rows may have come. It refuses a bronze table from which rows were"
            + " deleted.",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:landed, or nothing was missing",
      "1:a defect in Firn",
      "20:wrong command line or pipeline, or not confirmed",
      "40:broker, catalog or object store not reachable",
      "50:another writer changed the table meanwhile: replay again",
      "60:the topic is another one, or no longer holds the offsets"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  # what is missing of a day?",
      "  firn replay -s bronze:orders --from-time 2026-01-02T00:00:00Z --to-time"
          + " 2026-01-03T00:00:00Z --dry-run",
      "",
      "  # offsets 120 to 150 of a partition, the last not included",
      "  firn replay -s bronze:orders --topic acme.shop.orders --partition 0 --from-offset 120"
          + " --to-offset 150",
      "",
      "  # one tenant's topics, from a script",
      "  firn replay -s bronze:orders --tenant acme --from-time 2026-01-02T00:00:00Z --to-time"
          + " 2026-01-03T00:00:00Z --yes --output json | jq .counts"
    })
final class ReplayCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private final PipelineOption source = new PipelineOption();
  @Mixin private final Confirmation confirmation = new Confirmation();
  @Mixin private final RunKeyOption runKey = new RunKeyOption();

  @Option(
      names = {"-s", "--select"},
      paramLabel = "UNIT",
      required = true,
      description = "The bronze table: bronze:orders.")
  private String selector;

  @Option(names = "--topic", paramLabel = "TOPIC", description = "This topic alone.")
  private String topic;

  @Option(names = "--tenant", paramLabel = "TENANT", description = "This tenant's topics alone.")
  private String tenant;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private SpanOption span;

  ReplayCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /** Offsets or times. */
  static final class SpanOption {
    @ArgGroup(exclusive = false)
    private OffsetsOption offsets;

    @ArgGroup(exclusive = false)
    private TimesOption times;

    private ReplayRequest.Span span() {
      return offsets == null
          ? new ReplayRequest.Times(times.from, times.to)
          : new ReplayRequest.Offsets(offsets.partition, offsets.from, offsets.to);
    }
  }

  /** A range of one partition. */
  static final class OffsetsOption {
    @Option(
        names = "--partition",
        paramLabel = "N",
        required = true,
        description = "The partition whose offsets are meant.")
    private int partition;

    @Option(
        names = "--from-offset",
        paramLabel = "OFFSET",
        required = true,
        description = "The first offset.")
    private long from;

    @Option(
        names = "--to-offset",
        paramLabel = "OFFSET",
        required = true,
        description = "The offset behind the last.")
    private long to;
  }

  /** A time span of all partitions. */
  static final class TimesOption {
    @Option(
        names = "--from-time",
        paramLabel = "INSTANT",
        required = true,
        converter = RewindCommand.InstantConverter.class,
        description = "From the first record at or after this time, by Kafka's timestamps.")
    private Instant from;

    @Option(
        names = "--to-time",
        paramLabel = "INSTANT",
        required = true,
        converter = RewindCommand.InstantConverter.class,
        description = "Up to the first record at or after this time, which is not included.")
    private Instant to;
  }

  @Override
  public Integer call() {
    Surroundings surroundings = invocation.surroundings();
    Pipeline pipeline = source.load(surroundings.environment());
    ReplayRequest request =
        new ReplayRequest(
            unit(pipeline), Optional.ofNullable(topic), Optional.ofNullable(tenant), wanted());
    RunKey key = runKey.keyAt(surroundings.clock());
    return LocalRun.with(
        invocation,
        pipeline,
        RunListener.SILENT,
        run -> replay(new Replay(run.context(key)), request));
  }

  private ReplayRequest.Span wanted() {
    try {
      return span.span();
    } catch (IllegalArgumentException refused) {
      throw usage("The range is none", "a start before its end", refused.getMessage());
    }
  }

  private UnitName unit(Pipeline pipeline) {
    Selection selection = Selection.of(pipeline, Collections.singletonList(selector));
    UnitName unit = selection.units().first();
    if (selection.units().size() > 1 || unit.layer() != Layer.BRONZE) {
      throw usage(
          "A replay lands in one bronze table", "one unit of bronze", selection.units().toString());
    }
    return unit;
  }

  private static FirnException usage(String what, String expected, String found) {
    return new FirnException(
        new Failure(
            ErrorKind.USAGE, what, "firn replay", expected, found, "See firn replay --help."));
  }

  private int replay(Replay replay, ReplayRequest request) {
    Narrator narrator = invocation.narrator();
    ReplayPlan plan = replay.plan(request);
    ReplayView.tell(plan, narrator);
    boolean goes = plan.missing() > 0 && !confirmation.dryRun();
    Replay.Result result = new Replay.Result(OptionalLong.empty(), new TreeMap<>());
    if (goes) {
      confirmation.ask(
          invocation, "Land what is missing in " + request.unit() + " of these offsets?");
      result = replay.carryOut(plan);
    }
    Replay.Result ended = result;
    invocation.result(
        () -> ReplayView.json(plan, ended), () -> ReplayView.tellEnd(plan, goes, ended, narrator));
    return 0;
  }
}
