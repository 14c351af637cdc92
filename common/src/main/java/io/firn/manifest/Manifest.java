package io.firn.manifest;

import io.firn.config.Pipeline;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import java.util.List;
import java.util.Objects;

/**
 * A pipeline as a graph of units, with the settings to run them.
 *
 * @param units every unit, bronze before silver before gold, by name inside a layer
 * @param edges who reads whom, in the order of the units that read
 */
public record Manifest(Pipeline pipeline, List<Unit> units, List<Edge> edges) {
  /** The form of the JSON; another number is another form. */
  public static final String SCHEMA_VERSION = "1";

  public Manifest {
    Objects.requireNonNull(pipeline, "pipeline is null");
    units = List.copyOf(units);
    edges = List.copyOf(edges);
  }

  /**
   * The smallest thing that can be run.
   *
   * @param inputs the units it reads, sorted
   * @param outputs the tables it writes
   * @param fingerprint SHA-256, in hex, of the unit's settings as canonical JSON: it changes when
   *     the unit's own definition does, and only then
   */
  public record Unit(
      UnitName id, List<UnitName> inputs, List<TableName> outputs, String fingerprint) {
    public Unit {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }
  }

  /** {@code to} reads what {@code from} writes. */
  public record Edge(UnitName from, UnitName to) {}

  /** Compiles a pipeline: the same one always gives the same manifest. */
  public static Manifest of(Pipeline pipeline) {
    List<Unit> units = pipeline.units().stream().map(unit -> unit(pipeline, unit)).toList();
    List<Edge> edges =
        units.stream()
            .flatMap(unit -> unit.inputs().stream().map(input -> new Edge(input, unit.id())))
            .toList();
    return new Manifest(pipeline, units, edges);
  }

  private static Unit unit(Pipeline pipeline, UnitName unit) {
    return new Unit(
        unit,
        pipeline.inputs(unit).stream().sorted().toList(),
        List.of(unit.tableName()),
        CanonicalJson.sha256(UnitSettings.of(pipeline, unit)));
  }
}
