package io.firn.cli;

import io.firn.bronze.KafkaAgain;
import io.firn.cli.console.Narrator;
import io.firn.commit.RewindNote;
import io.firn.config.Pipeline;
import io.firn.model.FirnException;
import io.firn.run.PipelineRun;
import io.firn.run.RunListener;
import io.firn.run.rewind.Rewind;
import io.firn.run.rewind.RewindPlan;
import io.firn.run.rewind.Target;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code firn rewind}. */
@Command(
    name = "rewind",
    header = "Take bronze, silver and gold together back to an earlier run.",
    description =
        "%nShows what would go back, asks, and sets every table of the pipeline to the snapshot it"
            + " had then, progress included; the next run lands the offsets since then again and"
            + " gives the same tables. Bronze decides: silver and gold go to their newest snapshots"
            + " made of nothing that bronze did not have then. Tables that began later are empty"
            + " afterwards. Columns and quarantined records stay. Stop runs that are at work first;"
            + " one that is overlooked is refused when it commits.%n%nNothing is deleted: the"
            + " snapshots stay until they are expired. Stopped at any instant, the same rewind, or"
            + " an ordinary run, continues without loss. Each table's property firn.rewinds says"
            + " who went where and when.%n%nWith --tenant main stays, since it is everybody's: one"
            + " commit on each bronze table takes the tenant's rows out and its topics' progress"
            + " back, then silver and gold are run, which make the tenant's rows anew from what"
            + " bronze has left. Other tenants' rows stay as they are; what waits for silver is"
            + " promoted on the way. Land again with a new run key: the runs since stay in main,"
            + " and their keys count as done.",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:back, or nothing to take back",
      "1:a defect in Firn",
      "20:wrong command line or pipeline, no such run, or not confirmed",
      "40:broker, catalog or object store not reachable",
      "50:a run committed meanwhile: rewind again",
      "60:a snapshot is expired, or Kafka no longer holds the offsets"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  # what would go back?",
      "  firn rewind --last 1 --dry-run",
      "",
      "  # to right after a run, then land again what came since",
      "  firn rewind --to-run nightly-2026-01-02",
      "  firn run",
      "",
      "  # one tenant alone",
      "  firn rewind --to-run nightly-2026-01-02 --tenant acme",
      "",
      "  # from a script: how many offsets are to be landed again",
      "  firn rewind --to-time 2026-01-02T03:00:00Z --yes --output json | jq .offsets"
    })
final class RewindCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private final PipelineOption source = new PipelineOption();
  @Mixin private final Confirmation confirmation = new Confirmation();

  @ArgGroup(exclusive = true, multiplicity = "1")
  private TargetOption target;

  @Option(
      names = "--tenant",
      paramLabel = "TENANT",
      description =
          "Take this tenant's rows back alone. The keys of its silver tables must name the tenant.")
  private String tenant;

  @Option(
      names = "--beyond-retention",
      description =
          "Go back although Kafka no longer holds all offsets: those rows are gone from the tables"
              + " for good, and the next run stops until it is told to accept the loss.")
  private boolean beyondRetention;

  RewindCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /** One of several ways to say where to. */
  static final class TargetOption {
    @Option(
        names = "--to-run",
        paramLabel = "KEY",
        description = "Right after the run of this key.")
    private String runKey;

    @Option(
        names = "--to-time",
        paramLabel = "INSTANT",
        converter = InstantConverter.class,
        description =
            "To what bronze held at this time, e.g. 2026-01-02T03:00:00Z: the last commit at or"
                + " before it.")
    private Instant instant;

    @Option(
        names = "--last",
        paramLabel = "N",
        converter = CountConverter.class,
        description = "Right before the newest N runs that landed something.")
    private Integer last;

    private Target target() {
      if (runKey != null) {
        return new Target.ToRun(runKey);
      }
      return instant != null ? new Target.ToTime(instant) : new Target.BeforeLast(last);
    }
  }

  @Override
  public Integer call() {
    Pipeline pipeline = source.load(invocation.surroundings().environment());
    return LocalRun.with(
        invocation,
        pipeline,
        RunListener.SILENT,
        run -> {
          Rewind rewind =
              new Rewind(pipeline, run.catalog(), LocalJobs.inputs(), new KafkaAgain(pipeline));
          return tenant == null ? rewind(rewind) : rewindTenant(rewind, run);
        });
  }

  private int rewindTenant(Rewind rewind, PipelineRun run) {
    return new TenantWayBack(invocation, rewind, run)
        .go(tenant, target.target(), beyondRetention, confirmation);
  }

  private int rewind(Rewind rewind) {
    Narrator narrator = invocation.narrator();
    RewindPlan plan = rewind.plan(target.target());
    RewindView.tell(plan, narrator);
    if (!beyondRetention) {
      plan.beyondRetention()
          .ifPresent(
              lost -> {
                throw new FirnException(lost);
              });
    }
    boolean goes = plan.moves() && !confirmation.dryRun();
    if (goes) {
      confirmation.ask(invocation, "Rewind to " + plan.cut().target() + "?");
      carryOut(rewind, plan, narrator);
    }
    invocation.result(
        () -> RewindView.json(plan, goes), () -> RewindView.tellEnd(plan, goes, narrator));
    return 0;
  }

  private void carryOut(Rewind rewind, RewindPlan plan, Narrator narrator) {
    RewindNote note =
        new RewindNote(
            System.getProperty("user.name", "unknown"),
            invocation.surroundings().clock().instant(),
            plan.cut().target().toString());
    long tables = plan.cut().tables().values().stream().filter(stand -> stand.moves()).count();
    try (Narrator.Progress progress = narrator.progress("rewind", tables)) {
      rewind.carryOut(plan, note, unit -> progress.step(unit + " is back"));
    }
  }

  /** Refuses what is no instant with an example of one. */
  static final class InstantConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return Instant.parse(text);
      } catch (DateTimeParseException refused) {
        throw new TypeConversionException(
            "'" + text + "' is no time: expected one like 2026-01-02T03:00:00Z");
      }
    }
  }

  /** A number of runs. */
  static final class CountConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      if (!text.matches("[1-9][0-9]{0,6}")) {
        throw new TypeConversionException(
            "'" + text + "' is no number of runs: expected 1 or more");
      }
      return Integer.valueOf(text);
    }
  }
}
