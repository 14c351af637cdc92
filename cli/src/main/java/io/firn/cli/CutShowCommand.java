package io.firn.cli;

import io.firn.config.Pipeline;
import io.firn.model.UnitName;
import io.firn.run.RunListener;
import io.firn.run.rewind.CutTags;
import io.firn.run.rewind.Point;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code firn cut show}. */
@Command(
    name = "show",
    header = "Show the snapshots that a named cut keeps.",
    description =
        "%nSpark reads them as TABLE VERSION AS OF 'NAME'. Reads the catalog alone, and writes"
            + " nothing.",
    parameterListHeading = "%nName:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:told",
      "20:no table has the name, or a wrong command line or pipeline",
      "40:catalog or object store not reachable"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  # what is in it",
      "  firn cut show month-end-2026-10",
      "",
      "  # for a program",
      "  firn cut show month-end-2026-10 --output json | jq '.tables[] | {unit, snapshotId}'"
    })
final class CutShowCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private final PipelineOption source = new PipelineOption();

  @Parameters(paramLabel = "NAME", description = "A name that 'firn cut tag' gave.")
  private String name;

  CutShowCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Pipeline pipeline = source.load(invocation.surroundings().environment());
    SortedMap<UnitName, Point> shown =
        LocalRun.with(
            invocation,
            pipeline,
            RunListener.SILENT,
            run -> new CutTags(pipeline, run.catalog(), LocalJobs.inputs()).show(name));
    invocation.result(
        () -> CutView.json(name, shown),
        () -> CutView.tell(shown, pipeline.units(), invocation.narrator()));
    return 0;
  }
}
