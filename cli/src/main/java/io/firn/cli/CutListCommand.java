package io.firn.cli;

import io.firn.config.Pipeline;
import io.firn.run.RunListener;
import io.firn.run.rewind.CutTags;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code firn cut list}. */
@Command(
    name = "list",
    header = "List the runs with the snapshots that their gold tables were made of.",
    description =
        "%nNewest first, as far as the tables' histories reach. Reads the catalog alone: neither the"
            + " broker nor Spark is needed, and nothing is written.",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:told",
      "20:wrong command line or pipeline",
      "40:catalog or object store not reachable"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  # the last runs",
      "  firn cut list",
      "",
      "  # the names, and the tables that have them",
      "  firn cut list --output json | jq .names"
    })
final class CutListCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private final PipelineOption source = new PipelineOption();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "10",
      description = "Runs to show at most. Default: ${DEFAULT-VALUE}.")
  private int limit;

  CutListCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Pipeline pipeline = source.load(invocation.surroundings().environment());
    CutTags tags =
        LocalRun.with(
            invocation,
            pipeline,
            RunListener.SILENT,
            run -> new CutTags(pipeline, run.catalog(), LocalJobs.inputs()));
    List<CutView.Listed> listed = CutView.listed(tags, limit);
    invocation.result(
        () -> CutView.json(listed, tags.names()),
        () -> CutView.tell(listed, tags.names(), invocation.narrator()));
    return 0;
  }
}
