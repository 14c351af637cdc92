package io.firn.cli;

import io.firn.config.Pipeline;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.model.UnitName;
import io.firn.run.Selection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Parameters;

/** Which gold tables a verb is about. */
final class GoldOption {
  @Parameters(
      arity = "0..*",
      paramLabel = "UNIT",
      description = "Only these tables: gold:daily_revenue. Default: every gold table.")
  private List<String> names = List.of();

  /**
   * The gold units that are meant.
   *
   * @throws FirnException USAGE when a name is none of a gold table
   */
  List<UnitName> units(Pipeline pipeline) {
    Set<UnitName> selected = Selection.of(pipeline, names).units();
    Optional<UnitName> other =
        selected.stream()
            .filter(unit -> !names.isEmpty() && unit.layer() != Layer.GOLD)
            .findFirst();
    if (other.isPresent()) {
      throw new FirnException(
          new Failure(
              ErrorKind.USAGE,
              other.get() + " is no gold table",
              "UNIT",
              "gold tables: only these are made by a query that changes are followed through",
              other.get().toString(),
              "Gold tables of this pipeline: "
                  + gold(Selection.of(pipeline, List.of()).units())
                  + "."));
    }
    return gold(selected);
  }

  private static List<UnitName> gold(Set<UnitName> units) {
    return units.stream().filter(unit -> unit.layer() == Layer.GOLD).toList();
  }
}
