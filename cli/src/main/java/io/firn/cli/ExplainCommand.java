package io.firn.cli;

import io.firn.config.Pipeline;
import io.firn.gold.GoldExplanation;
import io.firn.model.RunKey;
import io.firn.model.UnitName;
import io.firn.run.JobContext;
import io.firn.run.PipelineRun;
import io.firn.run.RunListener;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code firn explain}. */
@Command(
    name = "explain",
    header = "Show how changes reach a gold table, or why all of it is computed.",
    description =
        "%nFor each input of the query: which columns of the grain a changed row tells, so that"
            + " groups with other values stay as they are, and what its rows go through on the way."
            + " Where changes cannot be followed, why; then all groups are computed anew. Reads the"
            + " catalog, analyses the query in Spark and reads no rows; writes nothing.",
    parameterListHeading = "%nTables:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:told",
      "20:wrong command line, pipeline or query, or an input without rows",
      "40:catalog or object store not reachable"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  # one table",
      "  firn explain gold:daily_revenue",
      "",
      "  # tables of which a change of some input may reach any group",
      "  firn explain --output json |" + " jq -r '.tables[] | select(.inputs[] | .reason) | .unit'"
    })
final class ExplainCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private final PipelineOption source = new PipelineOption();
  @Mixin private final GoldOption tables = new GoldOption();

  ExplainCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Pipeline pipeline = source.load(invocation.surroundings().environment());
    List<UnitName> units = tables.units(pipeline);
    List<GoldExplanation> explained =
        LocalRun.with(
            invocation, pipeline, RunListener.SILENT, run -> explain(pipeline, units, run));
    invocation.result(
        () -> ExplainView.json(explained),
        () -> ExplainView.tell(explained, invocation.narrator()));
    return 0;
  }

  private static List<GoldExplanation> explain(
      Pipeline pipeline, List<UnitName> units, PipelineRun run) {
    JobContext context = run.context(new RunKey("explain"));
    return units.stream()
        .map(unit -> GoldExplanation.of(pipeline.gold(unit.table()).orElseThrow(), context))
        .toList();
  }
}
