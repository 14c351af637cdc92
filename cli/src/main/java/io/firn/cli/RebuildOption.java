package io.firn.cli;

import io.firn.config.Pipeline;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.model.UnitName;
import io.firn.run.Selection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** Tables that a run makes anew before it goes on, and whether to ask. */
final class RebuildOption {
  @Option(
      names = "--rebuild",
      paramLabel = "UNIT",
      required = true,
      description = {
        "Make this silver table anew from all of bronze up to where it is, then run: silver:orders."
            + " For a column that was declared later, or another transform. The rows go in on a"
            + " branch, are compared with those of now and take their place in one commit; readers"
            + " go on meanwhile.",
        "Once for each table."
      })
  private List<String> selectors = List.of();

  @Option(
      names = {"-y", "--yes"},
      description = "With --rebuild: do not ask.")
  private boolean yes;

  @Option(
      names = "--dry-run",
      description = "With --rebuild: show what would be made anew and change nothing.")
  private boolean dryRun;

  Confirmation confirmation() {
    return new Confirmation(yes, dryRun);
  }

  Set<UnitName> units(Pipeline pipeline) {
    TreeSet<UnitName> units = new TreeSet<>();
    for (String selector : selectors) {
      Selection selected = Selection.of(pipeline, List.of(selector));
      if (selected.units().size() > 1 || selected.units().first().layer() != Layer.SILVER) {
        throw new FirnException(
            new Failure(
                ErrorKind.USAGE,
                "A rebuild makes one silver table anew",
                "--rebuild",
                "one unit of silver",
                selected.units().toString(),
                "Name a table, once for each: --rebuild silver:orders. Gold is always computed from"
                    + " its inputs."));
      }
      units.addAll(selected.units());
    }
    return units;
  }
}
