package io.firn.cli;

import io.firn.config.Pipeline;
import io.firn.run.PipelineRun;
import io.firn.run.RunListener;
import io.firn.run.rewind.CutTags;
import io.firn.run.rewind.RunCut;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code firn cut tag}. */
@Command(
    name = "tag",
    header = "Name a run's cut in all tables of all layers, so that it stays readable.",
    description =
        "%nEach table's snapshot gets an Iceberg tag of that name, which neither a later run nor"
            + " snapshot expiry touches. The same command again does nothing. It is refused, and no"
            + " table is tagged, when a snapshot is gone already, when the name stands for"
            + " something else, or when the run's tables are made of different states of an input.",
    parameterListHeading = "%nName:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every table of the cut has the tag",
      "20:the name is taken or not legal, there is no such run, or its tables are of no one cut",
      "40:catalog or object store not reachable",
      "50:another writer changed a table meanwhile; tag again",
      "60:a snapshot of the cut is gone"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  # the newest run's",
      "  firn cut tag month-end-2026-10",
      "",
      "  # an earlier run's; 'firn cut list' shows the keys",
      "  firn cut tag month-end-2026-09 --run nightly-2026-10-01"
    })
final class CutTagCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private final PipelineOption source = new PipelineOption();

  @Parameters(paramLabel = "NAME", description = "A name that no branch or other cut has.")
  private String name;

  @Option(
      names = "--run",
      paramLabel = "KEY",
      description = "The run whose cut it is. Default: the newest.")
  private Optional<String> runKey = Optional.empty();

  CutTagCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Pipeline pipeline = source.load(invocation.surroundings().environment());
    CutView.Tagged tagged =
        LocalRun.with(invocation, pipeline, RunListener.SILENT, run -> tag(pipeline, run));
    invocation.result(
        () -> CutView.json(name, tagged), () -> CutView.tell(name, tagged, invocation.narrator()));
    return 0;
  }

  private CutView.Tagged tag(Pipeline pipeline, PipelineRun run) {
    CutTags tags = new CutTags(pipeline, run.catalog(), LocalJobs.inputs());
    RunCut cut = tags.cuts().of(runKey);
    return new CutView.Tagged(cut, tags.tag(name, cut));
  }
}
