package io.firn.cli;

import io.firn.config.Pipeline;
import io.firn.run.PlanReport;
import io.firn.run.RunListener;
import io.firn.run.Selection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code firn plan}. */
@Command(
    name = "plan",
    header = "Show what a run would do now, and write nothing.",
    description =
        "%nFor each unit: whether there is anything to do, the range it would read, how much is"
            + " waiting, and the tables and columns it would create. A unit that cannot be planned"
            + " is listed with its failure, beside the others; the exit code is then the failure's."
            + " A unit reads what the units"
            + " before it have committed so far, so new bronze rows show up in silver's plan only"
            + " after bronze ran.",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every unit planned",
      "1:a defect in Firn",
      "20:wrong command line, pipeline or data contract",
      "40:broker, catalog or object store not reachable",
      "60:a unit's input history is not what it was"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  # everything",
      "  firn plan",
      "",
      "  # one table and all it reads from",
      "  firn plan --select +gold:daily_revenue",
      "",
      "  # how many offsets are waiting, per bronze table",
      "  firn plan -s bronze --output json | jq '.units[] | {unit, waiting}'",
      "",
      "  # what stands in the way?",
      "  firn plan --output json | jq '.units[] | select(.failure) | {unit, failure}'"
    })
final class PlanCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private final PipelineOption source = new PipelineOption();
  @Mixin private final SelectOption select = new SelectOption();
  @Mixin private final AcceptOption accept = new AcceptOption();

  PlanCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Pipeline pipeline = source.load(invocation.surroundings().environment());
    Selection selection = Selection.of(pipeline, select.selectors());
    PlanReport report =
        LocalRun.with(
            invocation,
            pipeline,
            RunListener.SILENT,
            run -> PlanReport.of(run, selection, accept.acceptances()));
    invocation.result(
        () -> PlanView.json(report), () -> PlanView.tell(report, invocation.narrator()));
    return report.exitCode();
  }
}
