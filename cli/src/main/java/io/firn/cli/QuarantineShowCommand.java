package io.firn.cli;

import io.firn.bronze.Quarantine;
import io.firn.bronze.QuarantineFilter;
import io.firn.bronze.QuarantinedRecord;
import io.firn.cli.console.Narrator;
import io.firn.config.Pipeline;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code firn quarantine show}. */
@Command(
    name = "show",
    header = "Show refused records with their bytes, and what to do about them.",
    description =
        "%nKey, value and headers as text where they are UTF-8, else in hexadecimal. As text, a"
            + " value is shown up to 4096 bytes; --output json has all of it. The records hold what"
            + " the source sent: treat what is printed like the data itself.",
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
      "  # one record; 'firn quarantine list' names an example of each kind",
      "  firn quarantine show acme.shop.orders-0@17",
      "",
      "  # the first two of a kind",
      "  firn quarantine show -s bronze:orders --reason not_json --limit 2",
      "",
      "  # the value as it came, for another tool",
      "  firn quarantine show acme.shop.orders-0@17 --output json | jq -r .records[0].value.text"
    })
final class QuarantineShowCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private final PipelineOption source = new PipelineOption();
  @Mixin private final QuarantineOptions options = new QuarantineOptions();
  @Mixin private final ReasonOption reason = new ReasonOption();

  @Option(names = "--all", description = "Show records that were retried or discarded as well.")
  private boolean all;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "3",
      description = "Show N records at most. Default: ${DEFAULT-VALUE}.")
  private int limit;

  QuarantineShowCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Pipeline pipeline = source.load(invocation.surroundings().environment());
    return LocalQuarantine.with(
        invocation,
        pipeline,
        "show",
        (context, quarantine) -> show(options.filter(pipeline, reason.reasons()), quarantine));
  }

  private int show(QuarantineFilter filter, Quarantine quarantine) {
    Narrator narrator = invocation.narrator();
    List<QuarantinedRecord> met = quarantine.records(filter);
    List<QuarantinedRecord> meant = all ? met : LocalQuarantine.waiting(met);
    List<ShownRecord> shown =
        meant.stream()
            .limit(limit)
            .map(
                record ->
                    new ShownRecord(record, quarantine.content(record), quarantine.advice(record)))
            .toList();
    invocation.result(
        () -> RecordView.json(shown, meant.size()),
        () -> RecordView.tell(shown, meant.size(), narrator));
    return 0;
  }
}
