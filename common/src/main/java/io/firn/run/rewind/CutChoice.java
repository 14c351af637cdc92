package io.firn.run.rewind;

import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.run.rewind.Cut.Stand;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds the cut that a target means. Bronze decides: the snapshot right after a run, or the last at
 * or before a time. Of every other table it is the newest snapshot made of nothing that its inputs
 * do not hold in the cut, so that no more is done again than need be, and the next run finds all
 * tables as if the runs since had not been.
 */
final class CutChoice {
  private final Map<UnitName, TableHistory> histories;
  private final Map<TableName, UnitName> units;
  private final List<List<UnitName>> waves;
  private final Map<Layer, LayerInputs> inputs = new EnumMap<>(Layer.class);
  private final Map<UnitName, Set<Long>> snapshots = new HashMap<>();
  private final Runs runs;

  /**
   * @param waves the pipeline's units, each after all that it reads from
   */
  CutChoice(
      Collection<TableHistory> histories,
      List<List<UnitName>> waves,
      Collection<LayerInputs> inputs) {
    this.histories =
        histories.stream().collect(Collectors.toMap(TableHistory::unit, history -> history));
    this.units =
        this.histories.keySet().stream()
            .collect(Collectors.toMap(UnitName::tableName, unit -> unit));
    this.waves = waves;
    inputs.forEach(layer -> this.inputs.put(layer.layer(), layer));
    histories.forEach(history -> snapshots.put(history.unit(), ids(history.points())));
    this.runs = Runs.of(histories);
  }

  /**
   * The cut of {@code target}.
   *
   * @throws FirnException CONFIG when no table knows the run; HISTORY when a snapshot that the cut
   *     needs is expired, with the earliest target that is possible
   */
  Cut choose(Target target) {
    Runs.Moment moment = runs.resolve(target);
    try {
      return at(moment);
    } catch (Expired expired) {
      throw refusal(target, expired);
    }
  }

  private Cut at(Runs.Moment moment) throws Expired {
    TreeMap<UnitName, Stand> stands = new TreeMap<>();
    Map<UnitName, Set<Long>> kept = new HashMap<>();
    for (List<UnitName> wave : waves) {
      for (UnitName unit : wave) {
        TableHistory history = histories.get(unit);
        OptionalInt base =
            unit.layer() == Layer.BRONZE ? landed(history, moment) : made(history, kept);
        Stand stand = new Stand(history, withUnstamped(history, base, moment.instant()));
        stands.put(unit, stand);
        kept.put(unit, ids(stand.kept()));
      }
    }
    return new Cut(moment.target(), stands);
  }

  /** A bronze table's place: its own commit of the run, else the last by then. */
  private static OptionalInt landed(TableHistory history, Runs.Moment moment) throws Expired {
    List<Point> points = history.points();
    Optional<String> runKey = moment.runKey();
    OptionalInt own =
        places(points)
            .filter(place -> runKey.isPresent() && points.get(place).runKey().equals(runKey))
            .findFirst();
    OptionalInt place =
        own.isPresent()
            ? own
            : places(points)
                .filter(at -> !points.get(at).committedAt().isAfter(moment.instant()))
                .findFirst();
    if (history.complete()) {
      return place;
    }
    if (place.isEmpty() || history.stampedAt(place.getAsInt()).isEmpty()) {
      throw new Expired(history, "its snapshot of that time");
    }
    return place;
  }

  /**
   * The place of a table that is made of others: the newest that an input's rows in the cut would
   * give.
   */
  private OptionalInt made(TableHistory history, Map<UnitName, Set<Long>> kept) throws Expired {
    boolean unsure = !history.complete();
    Set<UnitName> read = new HashSet<>();
    for (int place = 0; place < history.points().size(); place++) {
      Optional<String> progress = history.points().get(place).progress();
      if (progress.isEmpty()) {
        continue;
      }
      Map<UnitName, Long> madeOf = madeOf(history.unit(), progress.get());
      if (madeOf.entrySet().stream()
          .allMatch(in -> kept.get(in.getKey()).contains(in.getValue()))) {
        return OptionalInt.of(place);
      }
      unsure |= madeOf.entrySet().stream().anyMatch(in -> isExpired(in.getKey(), in.getValue()));
      read.addAll(madeOf.keySet());
    }
    // Of an input that has no rows in the cut nothing can have been made, whatever is expired.
    boolean nothingToReadThen = read.stream().anyMatch(input -> kept.get(input).isEmpty());
    if (unsure && !nothingToReadThen) {
      throw new Expired(history, "the snapshot made of its inputs as they were then");
    }
    return OptionalInt.empty();
  }

  private boolean isExpired(UnitName input, long snapshot) {
    return !histories.get(input).complete() && !snapshots.get(input).contains(snapshot);
  }

  /** Tables outside the pipeline do not move: they are in every cut. */
  private Map<UnitName, Long> madeOf(UnitName unit, String progress) {
    Map<UnitName, Long> madeOf = new TreeMap<>();
    inputs
        .get(unit.layer())
        .inputs(progress)
        .forEach(
            (table, snapshot) ->
                Optional.ofNullable(units.get(table)).ifPresent(of -> madeOf.put(of, snapshot)));
    return madeOf;
  }

  private static Set<Long> ids(List<Point> points) {
    return points.stream().map(Point::snapshot).collect(Collectors.toSet());
  }

  /**
   * Goes up from {@code base} over snapshots that are not Firn's: those that were there by then,
   * and compaction, which changes no rows.
   */
  private static OptionalInt withUnstamped(TableHistory history, OptionalInt base, Instant by) {
    if (base.isEmpty()) {
      return base;
    }
    int place = base.getAsInt();
    while (place > 0 && belongs(history.points().get(place - 1), by)) {
      place--;
    }
    return OptionalInt.of(place);
  }

  private static boolean belongs(Point next, Instant by) {
    return next.progress().isEmpty() && (next.compacts() || !next.committedAt().isAfter(by));
  }

  private static IntStream places(List<Point> points) {
    return IntStream.range(0, points.size());
  }

  private FirnException refusal(Target target, Expired expired) {
    String oldest =
        expired
            .history
            .oldest()
            .map(
                point ->
                    "nothing before snapshot " + point.snapshot() + " of " + point.committedAt())
            .orElse("no snapshot");
    String next =
        runs.earliest(this::isPossible)
            .map(run -> "The earliest target that is possible: --to-run " + run + ".")
            .orElse("No earlier run is possible.");
    return new FirnException(
        new Failure(
            ErrorKind.HISTORY,
            "Cannot rewind to "
                + target
                + ": "
                + expired.history.unit()
                + " no longer has what it needs",
            expired.history.unit().tableName().toString(),
            expired.needed,
            oldest + ": the others are expired",
            next));
  }

  private boolean isPossible(Runs.Moment moment) {
    try {
      at(moment);
      return true;
    } catch (Expired impossible) {
      return false;
    }
  }

  /** A snapshot that a cut needs is gone. */
  private static final class Expired extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient TableHistory history;
    private final String needed;

    private Expired(TableHistory history, String needed) {
      super(needed);
      this.history = history;
      this.needed = needed;
    }
  }
}
