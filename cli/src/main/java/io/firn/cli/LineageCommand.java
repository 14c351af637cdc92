package io.firn.cli;

import io.firn.config.Pipeline;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.model.Suggestion;
import io.firn.model.UnitName;
import io.firn.run.Selection;
import io.firn.run.lineage.UnitLineage;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code firn lineage}. */
@Command(
    name = "lineage",
    header = "Show which fields of the source a column comes from.",
    description = {
      "%nRead from the plan that Spark makes of each query, so that aliases, joins, windows and"
          + " subqueries are seen through. A column's value comes from others (identity,"
          + " transformation, aggregation), or others decide about it (conditional, filter, join,"
          + " group by, sort, window), in the words of OpenLineage. A column that is not named has no"
          + " influence.",
      "%nNo row is read. Where the pipeline declares a silver table's columns with their types, no"
          + " warehouse is needed either; else its table tells them."
    },
    parameterListHeading = "%nColumns:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:told",
      "20:wrong command line, pipeline or query; or nobody knows a table's columns yet",
      "40:catalog not reachable"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  # one column, down to the source",
      "  firn lineage gold:daily_revenue.revenue",
      "",
      "  # all columns of a table",
      "  firn lineage gold:daily_revenue",
      "",
      "  # everything that a source field has to do with, for a program",
      "  firn lineage --output json | jq '.units[].columns[]'"
    })
final class LineageCommand implements Callable<Integer> {
  private static final Pattern COLUMN = Pattern.compile("([a-z]+[:.][^.]+)(?:\\.(.+))?");

  private final Invocation invocation;

  @Mixin private final PipelineOption source = new PipelineOption();

  @Parameters(
      arity = "0..*",
      paramLabel = "COLUMN",
      description = "gold:TABLE.COLUMN, or gold:TABLE for all of its. Default: every gold table.")
  private List<String> names = List.of();

  LineageCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Pipeline pipeline = source.load(invocation.surroundings().environment());
    SortedMap<UnitName, List<String>> wanted = wanted(pipeline);
    SortedMap<UnitName, UnitLineage> all =
        LocalLineage.of(invocation, pipeline, List.copyOf(wanted.keySet()));
    wanted.forEach((unit, columns) -> requireColumns(all.get(unit), columns));
    invocation.result(
        () -> LineageView.json(all), () -> LineageView.tell(wanted, all, invocation.narrator()));
    return 0;
  }

  /** The columns that are asked for; of a unit none for all. */
  private SortedMap<UnitName, List<String>> wanted(Pipeline pipeline) {
    SortedMap<UnitName, List<String>> wanted = new TreeMap<>();
    for (String name : names.isEmpty() ? List.of(Layer.GOLD.id()) : names) {
      Matcher parts = COLUMN.matcher(name);
      boolean isColumn = parts.matches() && parts.group(2) != null;
      Selection units = Selection.of(pipeline, List.of(isColumn ? parts.group(1) : name));
      for (UnitName unit : units.units()) {
        if (unit.layer() == Layer.BRONZE) {
          throw bronze(name);
        }
        List<String> columns = wanted.computeIfAbsent(unit, key -> new ArrayList<>());
        if (isColumn) {
          columns.add(parts.group(2));
        }
      }
    }
    return wanted;
  }

  private static FirnException bronze(String name) {
    return new FirnException(
        new Failure(
            ErrorKind.USAGE,
            "Bronze has the source's rows as they came",
            "COLUMN",
            "a column of silver or gold",
            "'" + name + "'",
            "Ask for a silver or gold column: it leads to bronze's fields."));
  }

  private static void requireColumns(UnitLineage lineage, List<String> columns) {
    List<String> known = lineage.columns().stream().map(UnitLineage.Column::name).toList();
    for (String column : columns) {
      if (!known.contains(column)) {
        throw new FirnException(
            new Failure(
                ErrorKind.USAGE,
                lineage.unit() + " has no column '" + column + "'" + Suggestion.hint(column, known),
                "COLUMN",
                "one of " + String.join(", ", known),
                "'" + column + "'",
                "Correct the name."));
      }
    }
  }
}
