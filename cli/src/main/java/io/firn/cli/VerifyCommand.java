package io.firn.cli;

import io.firn.config.Pipeline;
import io.firn.model.ErrorKind;
import io.firn.run.CheckResult;
import io.firn.run.RunListener;
import io.firn.run.Selection;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code firn verify}. */
@Command(
    name = "verify",
    header = "Recount the tables and compare them with their accounts and inputs.",
    description =
        "%nChecks what Firn promises on your own tables: every offset accounted for, ranges"
            + " without holes, no event twice, silver and gold equal to a full rebuild. Reads"
            + " whole tables, so it takes its time; writes nothing.",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every check passed",
      "20:wrong command line or pipeline",
      "30:a check failed, whichever it is",
      "40:broker, catalog or object store not reachable"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  # everything",
      "  firn verify",
      "",
      "  # one table; only the checks that failed",
      "  firn verify -s silver:orders --output json | jq '.checks[] | select(.passed | not)'"
    })
final class VerifyCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private final PipelineOption source = new PipelineOption();
  @Mixin private final SelectOption select = new SelectOption();

  VerifyCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Pipeline pipeline = source.load(invocation.surroundings().environment());
    Selection selection = Selection.of(pipeline, select.selectors());
    List<CheckResult> checks =
        LocalRun.with(invocation, pipeline, RunListener.SILENT, run -> run.verify(selection));
    invocation.result(
        () -> CheckView.json(checks), () -> CheckView.tell(checks, invocation.narrator()));
    boolean passed = checks.stream().allMatch(CheckResult::passed);
    return passed ? 0 : ErrorKind.EXPECTATION.exitCode();
  }
}
