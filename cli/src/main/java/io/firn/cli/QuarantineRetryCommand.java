package io.firn.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.bronze.Quarantine;
import io.firn.bronze.QuarantineFilter;
import io.firn.bronze.QuarantinedRecord;
import io.firn.cli.console.Narrator;
import io.firn.config.Pipeline;
import io.firn.model.Outcome;
import io.firn.model.UnitName;
import io.firn.run.JobContext;
import io.firn.run.RunReport;
import io.firn.run.RunReportJson;
import io.firn.run.UnitReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code firn quarantine retry}. */
@Command(
    name = "retry",
    header = "Land refused records after the cause was mended.",
    description =
        "%nCuts the records as a run would that met them now and appends those that pass to bronze,"
            + " at the place in the source's order where they belong; the next 'firn run' takes them"
            + " on to silver and gold. A record that bronze holds already, or whose event it holds"
            + " from another record, is not written again. What is still refused waits on, with the"
            + " new reason. Stopped at any instant, the same call does what is left.%n%nShows what"
            + " it is about to do and asks. Records that a run refused but did not live to account"
            + " for are left to the next run.",
    parameterListHeading = "%nRecords:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done: what passed is in bronze; or nothing waits",
      "1:a defect in Firn",
      "20:wrong command line or pipeline, or not confirmed",
      "40:catalog or object store not reachable: try again later",
      "50:a run changed the table meanwhile: try again"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  # all that waits",
      "  firn quarantine retry",
      "",
      "  # one table's records of one kind, then on to silver and gold",
      "  firn quarantine retry -s bronze:orders --reason wrong_connector",
      "  firn run",
      "",
      "  # from a script",
      "  firn quarantine retry --yes --output json | jq '.units[] | {unit, counts}'"
    })
final class QuarantineRetryCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int GROUPS_SHOWN = 50;

  private final Invocation invocation;

  @Mixin private final PipelineOption source = new PipelineOption();
  @Mixin private final QuarantineOptions options = new QuarantineOptions();
  @Mixin private final ReasonOption reason = new ReasonOption();
  @Mixin private final Confirmation confirmation = new Confirmation();

  QuarantineRetryCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Pipeline pipeline = source.load(invocation.surroundings().environment());
    return LocalQuarantine.with(
        invocation,
        pipeline,
        "retry",
        (context, quarantine) ->
            retry(options.filter(pipeline, reason.reasons()), context, quarantine));
  }

  private int retry(QuarantineFilter filter, JobContext context, Quarantine quarantine) {
    Narrator narrator = invocation.narrator();
    List<QuarantinedRecord> waiting = LocalQuarantine.waiting(quarantine.records(filter));
    List<QuarantineGroup> groups = QuarantineGroup.of(waiting);
    QuarantineView.tell(groups, GROUPS_SHOWN, "refused records to retry", narrator);
    boolean goes = !waiting.isEmpty() && !confirmation.dryRun();
    if (goes) {
      confirmation.ask(invocation, "Retry " + Counted.of(waiting.size(), "record") + "?");
    }
    RunReport report = retry(context, quarantine, goes ? waiting : List.of());
    invocation.result(
        () -> json(groups, report),
        () -> {
          if (goes) {
            ReportView.tell(report, narrator);
          }
        });
    return report.exitCode();
  }

  private RunReport retry(
      JobContext context, Quarantine quarantine, List<QuarantinedRecord> records) {
    List<UnitReport> units = new ArrayList<>();
    for (UnitName unit : records.stream().map(QuarantinedRecord::unit).distinct().toList()) {
      Instant started = invocation.surroundings().clock().instant();
      Outcome outcome =
          quarantine.retry(
              unit, records.stream().filter(record -> record.unit().equals(unit)).toList());
      Instant ended = invocation.surroundings().clock().instant();
      units.add(new UnitReport(unit, outcome, Duration.between(started, ended)));
    }
    return new RunReport(
        context.runKey(),
        context.pipeline().name(),
        context.startedAt(),
        invocation.surroundings().clock().instant(),
        units);
  }

  /** As the report of a run, with the plan that was shown. */
  private static ObjectNode json(List<QuarantineGroup> groups, RunReport report) {
    try {
      ObjectNode json = (ObjectNode) JSON.readTree(RunReportJson.write(report));
      return json.set("plan", QuarantineView.json(groups, GROUPS_SHOWN));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a run report is JSON", impossible);
    }
  }
}
