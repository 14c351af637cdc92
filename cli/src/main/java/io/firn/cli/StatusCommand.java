package io.firn.cli;

import io.firn.config.Pipeline;
import io.firn.model.Layer;
import io.firn.model.UnitName;
import io.firn.run.PipelineRun;
import io.firn.run.RunListener;
import io.firn.run.Selection;
import io.firn.run.UnitStatus;
import io.firn.silver.SchemaHistory;
import io.firn.silver.SchemaHistory.Entry;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code firn status}. */
@Command(
    name = "status",
    header = "Show where each table stands: last commit, its run, rows, progress.",
    description =
        "%nBelow the tables stand the last changes of silver tables' columns. Reads the catalog and"
            + " small files: neither the broker nor Spark is needed, and nothing is written.",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:told",
      "20:wrong command line or pipeline",
      "40:catalog or object store not reachable"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  # every table",
      "  firn status",
      "",
      "  # when was gold last committed?",
      "  firn status -s gold --output json | jq '.units[] | {unit, committedAt}'"
    })
final class StatusCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private final PipelineOption source = new PipelineOption();
  @Mixin private final SelectOption select = new SelectOption();

  StatusCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Pipeline pipeline = source.load(invocation.surroundings().environment());
    Selection selection = Selection.of(pipeline, select.selectors());
    Status status =
        LocalRun.with(
            invocation,
            pipeline,
            RunListener.SILENT,
            run -> new Status(run.status(selection), changes(run, selection)));
    invocation.result(
        () -> StatusView.json(status.units(), status.changes()),
        () -> StatusView.tell(status.units(), status.changes(), invocation.narrator()));
    return 0;
  }

  private record Status(List<UnitStatus> units, List<Entry> changes) {}

  private static List<Entry> changes(PipelineRun run, Selection selection) {
    List<UnitName> silver =
        selection.units().stream().filter(unit -> unit.layer() == Layer.SILVER).toList();
    return new SchemaHistory(run.catalog()).of(silver);
  }
}
