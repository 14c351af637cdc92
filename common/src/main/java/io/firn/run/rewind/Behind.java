package io.firn.run.rewind;

import io.firn.model.Layer;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which tables are still made of rows that a tenant's way back took out of their inputs: those with
 * an input that went back after the snapshot that they were made of.
 */
final class Behind {
  private final Map<TableName, TableHistory> histories = new HashMap<>();
  private final Map<Layer, LayerInputs> inputs = new EnumMap<>(Layer.class);

  Behind(Collection<TableHistory> histories, Collection<LayerInputs> inputs) {
    histories.forEach(history -> this.histories.put(history.unit().tableName(), history));
    inputs.forEach(layer -> this.inputs.put(layer.layer(), layer));
  }

  SortedSet<UnitName> units() {
    TreeSet<UnitName> behind = new TreeSet<>();
    histories
        .values()
        .forEach(
            history -> {
              if (isBehind(history)) {
                behind.add(history.unit());
              }
            });
    return behind;
  }

  private boolean isBehind(TableHistory history) {
    LayerInputs layer = inputs.get(history.unit().layer());
    Optional<String> progress =
        history.points().isEmpty()
            ? Optional.empty()
            : history.stampedAt(0).flatMap(Point::progress);
    return layer != null
        && progress.isPresent()
        && layer.inputs(progress.get()).entrySet().stream()
            .anyMatch(
                input ->
                    Optional.ofNullable(histories.get(input.getKey()))
                        .filter(of -> wentBackSince(of, input.getValue()))
                        .isPresent());
  }

  private static boolean wentBackSince(TableHistory input, long snapshot) {
    for (Point point : input.points()) {
      if (point.snapshot() == snapshot) {
        return false;
      }
      if (point.goesBack()) {
        return true;
      }
    }
    return false;
  }
}
