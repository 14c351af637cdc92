package io.firn.run;

import io.firn.config.Pipeline;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.model.Suggestion;
import io.firn.model.UnitName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The units that a command is about.
 *
 * <p>Selectors: a unit ({@code silver:orders}), a layer ({@code silver}), or either with a leading
 * {@code +} for all that it reads from as well. No selector means every unit.
 */
public record Selection(SortedSet<UnitName> units) {
  public Selection {
    units = Collections.unmodifiableSortedSet(new TreeSet<>(units));
  }

  /**
   * @throws FirnException USAGE when a selector names nothing, with the nearest names
   */
  public static Selection of(Pipeline pipeline, List<String> selectors) {
    if (selectors.isEmpty()) {
      return new Selection(new TreeSet<>(pipeline.units()));
    }
    TreeSet<UnitName> selected = new TreeSet<>();
    for (String selector : selectors) {
      boolean withInputs = selector.startsWith("+");
      String name = withInputs ? selector.substring(1) : selector;
      Collection<UnitName> matching = matching(pipeline, name);
      if (matching.isEmpty()) {
        throw unknown(pipeline, selector, name);
      }
      selected.addAll(matching);
      if (withInputs) {
        matching.forEach(unit -> addInputs(pipeline, unit, selected));
      }
    }
    return new Selection(selected);
  }

  private static Collection<UnitName> matching(Pipeline pipeline, String name) {
    return pipeline.units().stream()
        .filter(
            unit ->
                unit.layer().id().equals(name)
                    || unit.toString().equals(name)
                    || unit.tableName().toString().equals(name))
        .toList();
  }

  private static void addInputs(Pipeline pipeline, UnitName unit, SortedSet<UnitName> selected) {
    for (UnitName input : pipeline.inputs(unit)) {
      if (selected.add(input)) {
        addInputs(pipeline, input, selected);
      }
    }
  }

  private static FirnException unknown(Pipeline pipeline, String selector, String name) {
    List<String> known = new ArrayList<>();
    pipeline.units().forEach(unit -> known.add(unit.toString()));
    for (Layer layer : Layer.values()) {
      known.add(layer.id());
    }
    return new FirnException(
        new Failure(
            ErrorKind.USAGE,
            "No unit is called '" + selector + "'" + Suggestion.hint(name, known),
            "--select",
            "LAYER:TABLE or LAYER, with '+' in front to take its inputs too",
            "'" + selector + "'",
            "Units of this pipeline: " + String.join(", ", known) + "."));
  }
}
