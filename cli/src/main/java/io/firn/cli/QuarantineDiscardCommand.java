package io.firn.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.bronze.Quarantine;
import io.firn.bronze.QuarantineFilter;
import io.firn.bronze.QuarantinedRecord;
import io.firn.change.EnvelopeRefusal.Reason;
import io.firn.cli.console.Narrator;
import io.firn.config.Pipeline;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.RunKey;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code firn quarantine discard}. */
@Command(
    name = "discard",
    header = "Note that refused records are not needed.",
    description =
        "%nThe records stay in bronze.__quarantine with their bytes; bronze.__quarantine_log keeps"
            + " who discarded them, when and why. They are no longer listed and never retried. One"
            + " commit: stopped at any instant, all are discarded or none. Shows what it is about to"
            + " do and asks.",
    parameterListHeading = "%nRecords:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:discarded, or nothing waits",
      "20:wrong command line or pipeline, neither a filter nor --all, or not confirmed",
      "40:catalog or object store not reachable"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  # one record",
      "  firn quarantine discard acme.shop.orders-0@17 --reason probe",
      "",
      "  # what a tool wrote to a topic by mistake, from a script",
      "  firn quarantine discard --topic acme.shop.orders --code not_json"
          + " --reason health-check --yes"
    })
final class QuarantineDiscardCommand implements Callable<Integer> {
  private static final int GROUPS_SHOWN = 50;

  private final Invocation invocation;

  @Mixin private final PipelineOption source = new PipelineOption();
  @Mixin private final QuarantineOptions options = new QuarantineOptions();
  @Mixin private final Confirmation confirmation = new Confirmation();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why they are not needed, in words; stands in the log.")
  private String why;

  @Option(
      names = "--code",
      paramLabel = "CODE",
      split = ",",
      description = "Only records refused for these reasons: ${COMPLETION-CANDIDATES}.")
  private Set<Reason> codes = Set.of();

  @Option(names = "--all", description = "All that wait; needed when nothing else narrows it.")
  private boolean all;

  QuarantineDiscardCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    requireMeant();
    Pipeline pipeline = source.load(invocation.surroundings().environment());
    return LocalQuarantine.with(
        invocation,
        pipeline,
        "discard",
        (context, quarantine) ->
            discard(options.filter(pipeline, codes), context.runKey(), quarantine));
  }

  /** Too much would be discarded where less was meant: neither happens without being said. */
  private void requireMeant() {
    if (!all && codes.isEmpty() && !options.narrow()) {
      throw refused(
          "Not said which records to discard",
          "a record, --select, --code, --topic or --tenant; or --all",
          "none of them",
          "Narrow it, or add --all when all that wait are meant.");
    }
    if (Arrays.stream(Reason.values()).anyMatch(code -> code.name().equalsIgnoreCase(why))) {
      throw refused(
          "The reason for discarding is a code",
          "why they are not needed, in words",
          why,
          "To discard only records that were refused for it: --code " + why + ".");
    }
  }

  private static FirnException refused(String what, String expected, String found, String next) {
    return new FirnException(
        new Failure(ErrorKind.USAGE, what, "firn quarantine discard", expected, found, next));
  }

  private int discard(QuarantineFilter filter, RunKey runKey, Quarantine quarantine) {
    Narrator narrator = invocation.narrator();
    List<QuarantinedRecord> waiting = LocalQuarantine.waiting(quarantine.records(filter));
    List<QuarantineGroup> groups = QuarantineGroup.of(waiting);
    QuarantineView.tell(groups, GROUPS_SHOWN, "refused records to discard", narrator);
    boolean goes = !waiting.isEmpty() && !confirmation.dryRun();
    if (goes) {
      confirmation.ask(invocation, "Discard " + Counted.of(waiting.size(), "record") + "?");
      quarantine.discard(waiting, why);
    }
    invocation.result(
        () -> json(groups, runKey, goes),
        () -> {
          if (goes) {
            narrator.line("discarded, noted under " + runKey);
          }
        });
    return 0;
  }

  private static ObjectNode json(List<QuarantineGroup> groups, RunKey runKey, boolean done) {
    ObjectNode json = Json.object().put("runKey", runKey.value());
    json.put("discarded", done ? QuarantineView.records(groups) : 0);
    return json.set("plan", QuarantineView.json(groups, GROUPS_SHOWN));
  }
}
