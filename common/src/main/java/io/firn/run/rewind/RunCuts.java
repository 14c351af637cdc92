package io.firn.run.rewind;

import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.model.Suggestion;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The cuts of the runs that stand in the tables' main branches. Gold decides: of a gold table it is
 * the newest commit by the end of the run, and what that was made of says which snapshots of silver
 * belong to it, and these say which of bronze. A table that nothing in the cut was made of stands
 * where it stood when the run had ended.
 */
public final class RunCuts {
  private final Map<UnitName, TableHistory> histories = new TreeMap<>();
  private final List<List<UnitName>> downstreamFirst = new ArrayList<>();
  private final Map<Layer, LayerInputs> inputs = new EnumMap<>(Layer.class);

  /**
   * @param waves the pipeline's units, each after all that it reads from
   */
  RunCuts(
      Collection<TableHistory> histories,
      List<List<UnitName>> waves,
      Collection<LayerInputs> inputs) {
    histories.forEach(history -> this.histories.put(history.unit(), history));
    waves.forEach(wave -> downstreamFirst.add(0, wave));
    inputs.forEach(layer -> this.inputs.put(layer.layer(), layer));
  }

  /** The key of each run and when it had committed all that it did, newest first. */
  public List<Map.Entry<String, Instant>> runs() {
    Map<String, Instant> ends = new HashMap<>();
    for (TableHistory history : histories.values()) {
      for (Point point : history.points()) {
        point
            .runKey()
            .ifPresent(
                key ->
                    ends.merge(
                        key,
                        point.committedAt(),
                        (one, other) -> one.isAfter(other) ? one : other));
      }
    }
    return ends.entrySet().stream()
        .sorted(
            Map.Entry.<String, Instant>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey())
                .reversed())
        .map(run -> Map.entry(run.getKey(), run.getValue()))
        .toList();
  }

  /**
   * The cut of a run; of the newest when none is named.
   *
   * @throws FirnException CONFIG when there is no such run, or when its gold tables are not made of
   *     one state of their inputs
   */
  public RunCut of(Optional<String> runKey) {
    List<Map.Entry<String, Instant>> runs = runs();
    Map.Entry<String, Instant> run =
        runs.stream()
            .filter(known -> runKey.isEmpty() || known.getKey().equals(runKey.get()))
            .findFirst()
            .orElseThrow(() -> unknown(runKey, runs));
    SortedMap<UnitName, Long> tables = new TreeMap<>();
    SortedMap<UnitName, SortedMap<String, Long>> madeOf = new TreeMap<>();
    Map<UnitName, UnitName> readBy = new HashMap<>();
    for (List<UnitName> wave : downstreamFirst) {
      for (UnitName unit : wave) {
        if (!tables.containsKey(unit)) {
          newest(unit, run.getValue()).ifPresent(snapshot -> tables.put(unit, snapshot));
        }
      }
      for (UnitName unit : wave) {
        made(unit, tables)
            .ifPresent(
                made -> {
                  madeOf.put(unit, RunCut.byName(made));
                  made.forEach((table, snapshot) -> claim(unit, table, snapshot, tables, readBy));
                });
      }
    }
    return new RunCut(run.getKey(), run.getValue(), tables, madeOf);
  }

  private Optional<Long> newest(UnitName unit, Instant by) {
    return histories.get(unit).points().stream()
        .filter(point -> !point.committedAt().isAfter(by))
        .map(Point::snapshot)
        .findFirst();
  }

  /** Empty of a table that is made of none of ours: bronze, or one without a commit. */
  private Optional<Map<TableName, Long>> made(UnitName unit, Map<UnitName, Long> tables) {
    LayerInputs layer = inputs.get(unit.layer());
    OptionalInt place = place(unit, tables.get(unit));
    return layer == null || place.isEmpty()
        ? Optional.empty()
        : histories
            .get(unit)
            .stampedAt(place.getAsInt())
            .flatMap(Point::progress)
            .map(layer::inputs);
  }

  private OptionalInt place(UnitName unit, Long snapshot) {
    TableHistory history = histories.get(unit);
    return snapshot == null || history == null
        ? OptionalInt.empty()
        : IntStream.range(0, history.points().size())
            .filter(at -> history.points().get(at).snapshot() == snapshot)
            .findFirst();
  }

  /** {@code reader} was made of this snapshot, so the cut has it, or there is no cut. */
  private void claim(
      UnitName reader,
      TableName table,
      long snapshot,
      Map<UnitName, Long> tables,
      Map<UnitName, UnitName> readBy) {
    UnitName input = UnitName.parse(table.toString());
    if (!histories.containsKey(input)) {
      return;
    }
    if (place(input, snapshot).isEmpty()) {
      throw gone(reader, input, snapshot);
    }
    Long known = tables.get(input);
    UnitName other = readBy.put(input, reader);
    tables.put(
        input,
        known == null || known == snapshot
            ? snapshot
            : sameRows(reader, other, input, known, snapshot));
  }

  private static FirnException gone(UnitName reader, UnitName input, long snapshot) {
    return new FirnException(
        new Failure(
            ErrorKind.HISTORY,
            "What " + reader + " was made of is no longer in " + input,
            input.tableName().toString(),
            "snapshot " + snapshot + " in main",
            "it is expired, or was taken back",
            "Choose a later run: 'firn cut list' shows them."));
  }

  /** Of two snapshots with the same rows, as compaction leaves them, the newer. */
  private long sameRows(
      UnitName reader, UnitName other, UnitName input, long known, long snapshot) {
    OptionalInt one = place(input, known);
    OptionalInt two = place(input, snapshot);
    if (one.isPresent() && two.isPresent()) {
      int newer = Math.min(one.getAsInt(), two.getAsInt());
      int older = Math.max(one.getAsInt(), two.getAsInt());
      List<Point> points = histories.get(input).points();
      if (points.subList(newer, older).stream().allMatch(Point::compacts)) {
        return points.get(newer).snapshot();
      }
    }
    throw new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            "The tables of that run do not belong together: they are made of different states of "
                + input,
            input.tableName().toString(),
            "one snapshot for all that read it",
            known + " by " + other + ", and " + snapshot + " by " + reader,
            "Run the pipeline until every table has committed, and tag that run."));
  }

  private static FirnException unknown(
      Optional<String> runKey, List<Map.Entry<String, Instant>> runs) {
    List<String> keys = runs.stream().map(Map.Entry::getKey).toList();
    String key = runKey.orElse("");
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            keys.isEmpty()
                ? "No run has committed yet"
                : "No table's history has the run '" + key + "'" + Suggestion.hint(key, keys),
            "the tables' main branches",
            "a run that committed and was not taken back",
            keys.isEmpty() ? "none" : keys.size() + " runs, the newest " + keys.get(0),
            "'firn cut list' shows the runs."));
  }
}
