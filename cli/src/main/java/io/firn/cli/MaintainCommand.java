package io.firn.cli;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import io.firn.cli.console.Narrator;
import io.firn.config.Pipeline;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.run.PipelineRun;
import io.firn.run.RunListener;
import io.firn.run.Selection;
import io.firn.run.maintain.Limits;
import io.firn.run.maintain.Maintenance;
import io.firn.run.maintain.TablePlan;
import io.firn.run.maintain.TableUpkeep;
import io.firn.run.maintain.Upkeep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code firn maintain}. */
@Command(
    name = "maintain",
    header = "Keep tables fast to read: compact by need, expire snapshots, remove orphans.",
    description =
        "%nNo row changes, and every unit goes on from where it was. Small files become large ones,"
            + " and files of which many rows are deleted are written anew; many small manifests"
            + " become few; old snapshots go with the files that they alone refer to; files that no"
            + " snapshot refers to are deleted once they are old enough. Kept are snapshots that a"
            + " branch or a tag names, and all since the one from which a unit's next run starts:"
            + " a layer that has not run for weeks finds its input as it left it.%n%nMay run beside"
            + " runs: of two that change the same file the second is refused, and begins again next"
            + " time. Stopped at any instant, the same command goes on. After an expiry nothing"
            + " goes back ('firn rewind') further than the oldest snapshot that is left.",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or nothing to do",
      "1:a defect in Firn",
      "20:wrong command line or pipeline",
      "40:catalog or object store not reachable",
      "50:a run changed the same files meanwhile: maintain again"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  # what is due?",
      "  firn maintain --dry-run",
      "",
      "  # nightly",
      "  firn maintain --keep-for 7d --max-bytes 20GiB",
      "",
      "  # the files of one table, and nothing else",
      "  firn maintain -s silver:orders --only compact",
      "",
      "  # which tables do readers hold up?",
      "  firn maintain --dry-run --output json | jq '.tables[] | select(.keptFor) | {table, keptFor}'"
    })
final class MaintainCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private final PipelineOption source = new PipelineOption();
  @Mixin private final SelectOption select = new SelectOption();

  @Option(
      names = "--only",
      paramLabel = "WORK",
      split = ",",
      description = {
        "Only this kind of work: ${COMPLETION-CANDIDATES}.",
        "Several with commas. Default: all of them, in this order."
      })
  private List<Upkeep> only = new ArrayList<>();

  @Option(
      names = "--max-bytes",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description =
          "Rewrite about this much of each table; the rest is due the next time. Default: 50 GiB.")
  private Long maxBytes;

  @Option(
      names = "--keep-for",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "Keep every snapshot for this long: 12h, 5d. Default: 5d.")
  private Duration keepFor;

  @Option(
      names = "--keep-last",
      paramLabel = "N",
      converter = RewindCommand.CountConverter.class,
      description = "Keep this many snapshots, however old. Default: 20.")
  private Integer keepLast;

  @Option(
      names = "--orphans-after",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description =
          "Delete a file that nothing refers to when it is this old. Must be longer than any run"
              + " takes, and is at least 24h. Default: 3d.")
  private Duration orphansAfter;

  @Option(names = "--dry-run", description = "Show what is due and change nothing.")
  private boolean dryRun;

  MaintainCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Pipeline pipeline = source.load(invocation.surroundings().environment());
    Selection selection = Selection.of(pipeline, select.selectors());
    Limits limits = limits();
    return LocalRun.with(
        invocation, pipeline, RunListener.SILENT, run -> maintain(run, selection, limits));
  }

  private int maintain(PipelineRun run, Selection selection, Limits limits) {
    Maintenance maintenance =
        new Maintenance(
            run.context(new RunKeyOption().keyAt(invocation.surroundings().clock())),
            Maintenance.Work.of(only, limits),
            selection,
            select.selectors().isEmpty(),
            LocalJobs.inputs(),
            invocation.surroundings().clock());
    List<TablePlan> plans = maintenance.plan(dryRun);
    MaintainView.tell(plans, invocation.narrator());
    if (dryRun) {
      invocation.result(
          () -> MaintainView.json(plans), () -> invocation.narrator().line("nothing was changed"));
      return 0;
    }
    List<TableUpkeep> done = carryOut(maintenance, plans);
    invocation.result(
        () -> MaintainView.json(plans, done),
        () -> MaintainView.tellEnd(done, invocation.narrator()));
    return ErrorKind.exitCode(
        done.stream()
            .map(TableUpkeep::failure)
            .flatMap(Optional::stream)
            .map(Failure::kind)
            .toList());
  }

  private List<TableUpkeep> carryOut(Maintenance maintenance, List<TablePlan> plans) {
    List<TablePlan> due = plans.stream().filter(plan -> !plan.due().isEmpty()).toList();
    List<TableUpkeep> done = new ArrayList<>();
    try (Narrator.Progress progress = invocation.narrator().progress("maintain", due.size())) {
      for (TablePlan plan : due) {
        TableUpkeep upkeep = maintenance.carryOut(plan);
        done.add(upkeep);
        progress.step(MaintainView.line(upkeep));
      }
    }
    return done;
  }

  private Limits limits() {
    Limits usual = Limits.USUAL;
    if (orphansAfter != null && orphansAfter.compareTo(Limits.SAFE_AGE) < 0) {
      throw new FirnException(
          new Failure(
              ErrorKind.USAGE,
              "Orphans would be deleted too early",
              "--orphans-after",
              "at least 24h, and longer than any run takes",
              orphansAfter.toString(),
              "A run that is at work has written files that nothing refers to yet; they would be"
                  + " lost. Name a longer time."));
    }
    return new Limits(
        maxBytes == null ? usual.maxBytes() : maxBytes,
        usual.deletedShare(),
        usual.smallFiles(),
        keepFor == null ? usual.keepFor() : keepFor,
        keepLast == null ? usual.keepLast() : keepLast,
        orphansAfter == null ? usual.orphansAfter() : orphansAfter);
  }

  /** A time span as in a pipeline file. */
  static final class TimeConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return ConfigFactory.parseString("t = " + ConfigUtil.quoteString(text)).getDuration("t");
      } catch (ConfigException refused) {
        throw new TypeConversionException(
            "'" + text + "' is no time span: expected one like 12h or 5d");
      }
    }
  }

  /** A size as in a pipeline file. */
  static final class SizeConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      try {
        long bytes = ConfigFactory.parseString("s = " + ConfigUtil.quoteString(text)).getBytes("s");
        if (bytes > 0) {
          return bytes;
        }
      } catch (ConfigException refused) {
        throw unreadable(text);
      }
      throw unreadable(text);
    }

    private static TypeConversionException unreadable(String text) {
      return new TypeConversionException(
          "'" + text + "' is no size: expected one like 500 MiB or 50 GiB");
    }
  }
}
