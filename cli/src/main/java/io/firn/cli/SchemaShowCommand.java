package io.firn.cli;

import io.firn.config.Pipeline;
import io.firn.model.UnitName;
import io.firn.run.PipelineRun;
import io.firn.run.RunListener;
import io.firn.silver.ColumnOrigin;
import io.firn.silver.SchemaHistory;
import io.firn.silver.SchemaHistory.Entry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code firn schema show}. */
@Command(
    name = "show",
    header = "List the columns of silver tables: type, source field, since when.",
    description =
        "%nColumns are listed as the table has them now. A source of '-' is a column that Firn"
            + " fills itself. Reads the catalog and small files: neither the broker nor Spark is"
            + " needed, and nothing is written.",
    parameterListHeading = "%nTables:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:told",
      "20:wrong command line or pipeline",
      "40:catalog or object store not reachable"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  # one table",
      "  firn schema show silver:orders",
      "",
      "  # columns that nobody declared",
      "  firn schema show silver:orders --output json |"
          + " jq '.tables[].columns[] | select(.declared | not) | .name'"
    })
final class SchemaShowCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private final PipelineOption source = new PipelineOption();
  @Mixin private final SilverOption tables = new SilverOption();

  SchemaShowCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Pipeline pipeline = source.load(invocation.surroundings().environment());
    List<UnitName> units = tables.units(pipeline);
    Map<UnitName, List<ColumnOrigin>> columns =
        LocalRun.with(
            invocation, pipeline, RunListener.SILENT, run -> columns(pipeline, units, run));
    invocation.result(
        () -> SchemaView.json(columns), () -> SchemaView.tell(columns, invocation.narrator()));
    return 0;
  }

  /** None for a table that does not exist yet. */
  private static Map<UnitName, List<ColumnOrigin>> columns(
      Pipeline pipeline, List<UnitName> units, PipelineRun run) {
    List<Entry> history = new SchemaHistory(run.catalog()).of(units);
    Map<UnitName, List<ColumnOrigin>> columns = new TreeMap<>();
    for (UnitName unit : units) {
      columns.put(
          unit,
          ColumnOrigin.of(pipeline.silver(unit.table()).orElseThrow(), run.catalog(), history));
    }
    return columns;
  }
}
