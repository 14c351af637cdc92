package io.firn.cli;

import io.firn.bronze.QuarantinedRecord;
import io.firn.config.Pipeline;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code firn quarantine list}. */
@Command(
    name = "list",
    header = "Count the records that wait, by table and reason.",
    description =
        "%nReads the catalog and the quarantine's files: neither the broker nor Spark is needed,"
            + " and nothing is written.",
    parameterListHeading = "%nRecords:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:told, whether there are any or not",
      "20:wrong command line or pipeline",
      "40:catalog or object store not reachable"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  # all that waits",
      "  firn quarantine list",
      "",
      "  # one tenant of one table, resolved records too",
      "  firn quarantine list -s bronze:orders --tenant acme --all",
      "",
      "  # for an alert: how many wait in all?",
      "  firn quarantine list --output json | jq .records"
    })
final class QuarantineListCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private final PipelineOption source = new PipelineOption();
  @Mixin private final QuarantineOptions options = new QuarantineOptions();
  @Mixin private final ReasonOption reason = new ReasonOption();

  @Option(names = "--all", description = "Show records that were retried or discarded as well.")
  private boolean all;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "Show N lines at most. Default: ${DEFAULT-VALUE}.")
  private int limit;

  QuarantineListCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Pipeline pipeline = source.load(invocation.surroundings().environment());
    List<QuarantinedRecord> records =
        LocalQuarantine.with(
            invocation,
            pipeline,
            "list",
            (run, quarantine) -> quarantine.records(options.filter(pipeline, reason.reasons())));
    List<QuarantineGroup> groups =
        QuarantineGroup.of(all ? records : LocalQuarantine.waiting(records));
    String what = all ? "refused records" : "refused records wait";
    invocation.result(
        () -> QuarantineView.json(groups, limit),
        () -> QuarantineView.tell(groups, limit, what, invocation.narrator()));
    return 0;
  }
}
