package io.firn.run.rewind;

import io.firn.commit.TableTag;
import io.firn.config.Pipeline;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.Suggestion;
import io.firn.model.UnitName;
import io.firn.run.Parallel;
import io.firn.run.Waves;
import io.firn.table.Tables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;

/**
 * Names for cuts: an Iceberg tag of one name on each table's snapshot.
 *
 * <p>Tables cannot be tagged as one. All are looked at before the first is tagged, so that a cut
 * that cannot be kept is refused as a whole. Killed between two tables, the same command again
 * finds the same cut, leaves the tags that are there, and puts the others.
 */
public final class CutTags {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  /** Tables loaded at once. */
  private static final int PARALLEL_TABLES = 16;

  private final List<List<UnitName>> waves;
  private final List<LayerInputs> inputs;
  private final SortedMap<UnitName, Table> tables = new TreeMap<>();

  /** Looks at the pipeline's tables as they are now. */
  public CutTags(Pipeline pipeline, Catalog catalog, List<LayerInputs> inputs) {
    this.waves = Waves.of(pipeline, new TreeSet<>(pipeline.units()));
    this.inputs = List.copyOf(inputs);
    Parallel.map(
            pipeline.units(),
            PARALLEL_TABLES,
            unit -> Map.entry(unit, Tables.load(catalog, unit.tableName())))
        .forEach(found -> found.getValue().ifPresent(table -> tables.put(found.getKey(), table)));
  }

  /** The cuts that the tables' histories still tell. */
  public RunCuts cuts() {
    List<TableHistory> histories =
        waves.stream()
            .flatMap(List::stream)
            .map(unit -> TableHistory.of(unit, Optional.ofNullable(tables.get(unit))))
            .toList();
    return new RunCuts(histories, waves, inputs);
  }

  /**
   * Tags every table of the cut; does nothing where it has the tag.
   *
   * @return how many tables got it
   * @throws FirnException USAGE when no tag can have the name; HISTORY when a snapshot is gone;
   *     CONFIG when the name stands for another snapshot: then no table was tagged
   */
  public int tag(String name, RunCut cut) {
    requireLegal(name);
    SortedSet<UnitName> left = new TreeSet<>();
    cut.tables()
        .forEach(
            (unit, snapshot) -> {
              if (new TableTag(tables.get(unit), unit, name).isNew(snapshot)) {
                left.add(unit);
              }
            });
    requireNowhereElse(name, cut);
    left.forEach(unit -> new TableTag(tables.get(unit), unit, name).put(cut.tables().get(unit)));
    return left.size();
  }

  /** A table that was empty in this cut and has the name is of another cut. */
  private void requireNowhereElse(String name, RunCut cut) {
    tables.forEach(
        (unit, table) -> {
          if (!cut.tables().containsKey(unit) && table.refs().containsKey(name)) {
            throw new FirnException(
                new Failure(
                    ErrorKind.CONFIG,
                    "'" + name + "' stands for another cut",
                    unit.tableName().toString(),
                    "no such name: the table was empty in the cut of " + cut.runKey(),
                    "snapshot " + table.refs().get(name).snapshotId(),
                    "No table was tagged. Choose another name, or drop that one."));
          }
        });
  }

  private static void requireLegal(String name) {
    if (!NAME.matcher(name).matches() || name.equals(SnapshotRef.MAIN_BRANCH)) {
      throw new FirnException(
          new Failure(
              ErrorKind.USAGE,
              "'" + name + "' cannot name a cut",
              "NAME",
              "a letter or digit, then letters, digits, '.', '_' and '-', at most 128; not main",
              "'" + name + "'",
              "Choose a name such as month-end-2026-10."));
    }
  }

  /**
   * Where the name stands, by table.
   *
   * @throws FirnException USAGE when it stands nowhere
   */
  public SortedMap<UnitName, Point> show(String name) {
    SortedMap<UnitName, Point> shown = new TreeMap<>();
    tables.forEach(
        (unit, table) ->
            TableTag.snapshot(table, name)
                .ifPresent(snapshot -> shown.put(unit, Point.of(table.snapshot(snapshot)))));
    if (shown.isEmpty()) {
      Collection<String> known = names().keySet();
      throw new FirnException(
          new Failure(
              ErrorKind.USAGE,
              "No cut is called '" + name + "'" + Suggestion.hint(name, known),
              "NAME",
              "a name that 'firn cut tag' gave",
              known.isEmpty() ? "no tag at all" : String.join(", ", known),
              "'firn cut list' shows the names."));
    }
    return shown;
  }

  /** Every tag, with the tables that have it. */
  public SortedMap<String, List<UnitName>> names() {
    SortedMap<String, List<UnitName>> names = new TreeMap<>();
    tables.forEach(
        (unit, table) ->
            table
                .refs()
                .forEach(
                    (name, ref) -> {
                      if (ref.isTag()) {
                        names.computeIfAbsent(name, key -> new ArrayList<>()).add(unit);
                      }
                    }));
    return names;
  }
}
