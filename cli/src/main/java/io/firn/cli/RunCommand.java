package io.firn.cli;

import io.firn.config.Pipeline;
import io.firn.model.RunKey;
import io.firn.run.RunReport;
import io.firn.run.RunReportJson;
import io.firn.run.Selection;
import io.firn.run.UnitReport;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code firn run}. */
@Command(
    name = "run",
    header = "Run the pipeline once in this process: bronze, then silver, then gold.",
    description =
        "%nEach unit takes up where its last commit ended. A unit that fails leaves its table as"
            + " it was; its neighbours go on, the units that read from it are skipped. Stopped at"
            + " any instant, a later run continues without loss or repetition.",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:committed, or nothing to do",
      "1:a defect in Firn",
      "20:wrong command line, pipeline or data contract",
      "30:an expectation failed, or a unit refused more records than its limit",
      "40:broker, catalog or object store not reachable: try again later",
      "50:another writer was faster",
      "60:a unit's input history is not what it was",
      "130:stopped with Ctrl-C; tables are whole"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  # everything that has new data",
      "  firn run",
      "",
      "  # one table and all it reads from",
      "  firn run --select +silver:orders",
      "",
      "  # from a scheduler: the key makes a retry safe, the report tells how it went",
      "  firn run -p shop/firn.conf --run-key nightly-2026-01-02 --report run.json",
      "",
      "  # a column was declared: fill it for the rows that are there, from bronze",
      "  firn run --rebuild silver:orders",
      "",
      "  # what failed?",
      "  firn run --output json | jq '.units[] | select(.status == \"failed\")'"
    })
final class RunCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private final PipelineOption source = new PipelineOption();
  @Mixin private final SelectOption select = new SelectOption();
  @Mixin private final RunKeyOption runKey = new RunKeyOption();
  @Mixin private final AcceptOption accept = new AcceptOption();

  @ArgGroup(exclusive = false)
  private RebuildOption rebuild;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Where to write the run report, a JSON object. Default: in the pipeline's reports folder,"
              + " by run key.")
  private Path reportFile;

  RunCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Surroundings surroundings = invocation.surroundings();
    Pipeline pipeline = source.load(surroundings.environment());
    Selection selection = Selection.of(pipeline, select.selectors());
    RunKey key = runKey.keyAt(surroundings.clock());
    RebuildStep first = new RebuildStep(invocation, rebuild);
    if (!first.goes(pipeline, key)) {
      return 0;
    }
    RunReport report =
        LocalRun.run(
            invocation,
            pipeline,
            key,
            selection.units().size(),
            ProgressListener::new,
            (run, progress) -> {
              List<UnitReport> rebuilds = first.carryOut(run, key, progress);
              return run.run(selection, key, accept.acceptances()).after(rebuilds);
            });
    writeReport(pipeline, report);
    if (invocation.options().json()) {
      surroundings.out().println(RunReportJson.write(report).strip());
    } else {
      ReportView.tell(report, invocation.narrator());
    }
    return report.exitCode();
  }

  private void writeReport(Pipeline pipeline, RunReport report) {
    Path place =
        reportFile == null ? RunReportJson.defaultPlace(pipeline.reports(), report) : reportFile;
    try {
      RunReportJson.writeTo(report, place);
    } catch (UncheckedIOException failed) {
      throw OutputFile.unwritable(place, failed);
    }
  }
}
