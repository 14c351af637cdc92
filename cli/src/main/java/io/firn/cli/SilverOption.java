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
import picocli.CommandLine.Parameters;

/** Which silver tables a verb is about. */
final class SilverOption {
  @Parameters(
      arity = "0..*",
      paramLabel = "UNIT",
      description = "Only these tables: silver:orders. Default: every silver table.")
  private List<String> names = List.of();

  /**
   * The silver units that are meant.
   *
   * @throws FirnException USAGE when a name is none of a silver table
   */
  List<UnitName> units(Pipeline pipeline) {
    Optional<UnitName> other =
        Selection.of(pipeline, names).units().stream()
            .filter(unit -> !names.isEmpty() && unit.layer() != Layer.SILVER)
            .findFirst();
    if (other.isPresent()) {
      throw new FirnException(
          new Failure(
              ErrorKind.USAGE,
              other.get() + " is no silver table",
              "UNIT",
              "silver tables: only these have columns that follow a source",
              other.get().toString(),
              "Silver tables of this pipeline: " + silver(pipeline, List.of()) + "."));
    }
    return silver(pipeline, names);
  }

  private static List<UnitName> silver(Pipeline pipeline, List<String> names) {
    return Selection.of(pipeline, names).units().stream()
        .filter(unit -> unit.layer() == Layer.SILVER)
        .toList();
  }
}
