package io.firn.run.maintain;

import io.firn.commit.Progress;
import io.firn.config.Pipeline;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.run.rewind.LayerInputs;
import io.firn.table.Tables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;

/** The snapshots that the next runs of a pipeline's units start from, by the table they are of. */
final class Needs {
  private final Map<TableName, List<Need>> needs;

  private Needs(Map<TableName, List<Need>> needs) {
    this.needs = needs;
  }

  /** Asks the progress of every unit, whatever is selected: all of them read these tables. */
  static Needs of(Pipeline pipeline, Catalog catalog, List<LayerInputs> layers) {
    Map<TableName, List<Need>> needs = new HashMap<>();
    Map<TableName, Optional<Table>> inputs = new HashMap<>();
    for (UnitName unit : pipeline.units()) {
      for (Map.Entry<TableName, Long> input : inputs(unit, catalog, layers).entrySet()) {
        Optional<Snapshot> snapshot =
            inputs
                .computeIfAbsent(input.getKey(), name -> Tables.load(catalog, name))
                .map(table -> table.snapshot(input.getValue()));
        // One that is gone already cannot be kept; the unit's own plan says what to do then.
        snapshot.ifPresent(
            from ->
                needs
                    .computeIfAbsent(input.getKey(), name -> new ArrayList<>())
                    .add(new Need(unit, Instant.ofEpochMilli(from.timestampMillis()))));
      }
    }
    return new Needs(needs);
  }

  private static Map<TableName, Long> inputs(
      UnitName unit, Catalog catalog, List<LayerInputs> layers) {
    Optional<LayerInputs> layer =
        layers.stream().filter(known -> known.layer() == unit.layer()).findFirst();
    if (layer.isEmpty()) {
      return Map.of();
    }
    return Tables.load(catalog, unit.tableName())
        .flatMap(Progress::read)
        .map(progress -> layer.get().inputs(progress.text()))
        .orElse(Map.of());
  }

  /** What reaches furthest back. */
  Optional<Need> oldest(TableName table) {
    return needs.getOrDefault(table, List.of()).stream().min(Comparator.comparing(Need::at));
  }
}
