package io.firn.cli;

import io.firn.config.Pipeline;
import io.firn.model.UnitName;
import io.firn.run.RunListener;
import io.firn.silver.SchemaHistory;
import io.firn.silver.SchemaHistory.Entry;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code firn schema history}. */
@Command(
    name = "history",
    header = "List what changed the columns of silver tables, oldest first.",
    description =
        "%nFor each change: the column, its type before and since, the run, the first event that"
            + " has it (TOPIC-PARTITION@OFFSET), and what decided: a rule of the pipeline, or the"
            + " key that declares the column. Fields that are gone from a source, that changed to a"
            + " type that their column does not hold, or that evolve = freeze holds back are listed"
            + " too. Reads the catalog and small files: neither the broker nor Spark is needed, and"
            + " nothing is written.",
    parameterListHeading = "%nTables:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:told, whether there are changes or not",
      "20:wrong command line or pipeline",
      "40:catalog or object store not reachable"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  # the last changes of every silver table",
      "  firn schema history",
      "",
      "  # everything that ever happened to one table's columns",
      "  firn schema history silver:orders --limit 100000",
      "",
      "  # which tenants send a type that the column does not hold?",
      "  firn schema history --output json |"
          + " jq '.changes[] | select(.change == \"tenants-disagree\") | {column, tenant, to}'"
    })
final class SchemaHistoryCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private final PipelineOption source = new PipelineOption();
  @Mixin private final SilverOption tables = new SilverOption();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "Show the last N changes. Default: ${DEFAULT-VALUE}.")
  private int limit;

  SchemaHistoryCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Pipeline pipeline = source.load(invocation.surroundings().environment());
    List<UnitName> units = tables.units(pipeline);
    List<Entry> entries =
        LocalRun.with(
            invocation,
            pipeline,
            RunListener.SILENT,
            run -> new SchemaHistory(run.catalog()).of(units));
    invocation.result(
        () -> SchemaView.json(entries, limit),
        () -> SchemaView.tell(entries, limit, invocation.narrator()));
    return 0;
  }
}
