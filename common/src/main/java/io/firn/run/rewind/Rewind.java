package io.firn.run.rewind;

import io.firn.commit.RewindNote;
import io.firn.commit.TableRewind;
import io.firn.config.Pipeline;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.model.UnitName;
import io.firn.run.Failures;
import io.firn.run.Parallel;
import io.firn.run.Waves;
import io.firn.run.rewind.Cut.Stand;
import io.firn.table.Tables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;

/**
 * Moves all tables of a pipeline back to a cut; the next run lands the offsets again.
 *
 * <p>Each table moves by a commit of its own, so the process may die between any two. Downstream
 * goes first: gold, silver, bronze. Then at every instant a table's inputs still hold all that its
 * own progress says it was made of, which is what any run starts from: where the rewind got to, a
 * table is only further behind its inputs than need be. An ordinary run that comes instead of a
 * repeat promotes what is missing, from rows that were never gone, and ends with the tables as they
 * were before the rewind. A repeat finds the same cut, since bronze decides it and has not moved or
 * stands at its place already ({@link Runs}), and moves the rest. The other order would leave
 * silver with rows whose bronze snapshot is no longer in bronze's history; the next run refuses
 * that.
 *
 * <p>Quarantine stays as it is. It is no function of the tables that move but holds one record for
 * each refused offset, and its own progress says up to where; a landing that reads those offsets
 * again does not write them twice.
 */
public final class Rewind {
  /** Tables loaded or moved at once. */
  private static final int PARALLEL_TABLES = 16;

  private final Pipeline pipeline;
  private final Catalog catalog;
  private final List<List<UnitName>> waves;
  private final List<LayerInputs> inputs;
  private final LandingAgain again;

  public Rewind(Pipeline pipeline, Catalog catalog, List<LayerInputs> inputs, LandingAgain again) {
    this.pipeline = pipeline;
    this.catalog = catalog;
    this.waves = Waves.of(pipeline, new TreeSet<>(pipeline.units()));
    this.inputs = List.copyOf(inputs);
    this.again = again;
  }

  /**
   * What a rewind to {@code target} would do now; writes nothing.
   *
   * @throws FirnException CONFIG when no table knows the run; HISTORY when a snapshot that is
   *     needed is expired, or a tenant was taken back over it and landed again; TRANSIENT when
   *     catalog or broker do not answer
   */
  public RewindPlan plan(Target target) {
    Map<UnitName, Table> tables = tables();
    Cut cut = cut(target, tables);
    TenantsBetween.refuse(cut);
    TreeMap<UnitName, Stand> bronze = new TreeMap<>(cut.tables());
    bronze.keySet().removeIf(unit -> unit.layer() != Layer.BRONZE);
    bronze.values().removeIf(stand -> !stand.moves());
    return new RewindPlan(
        cut, new TreeMap<>(bronze.isEmpty() ? Map.of() : again.of(bronze)), tables);
  }

  /**
   * Where bronze alone would stand at {@code target}: what one tenant goes back to, while main
   * stays. Writes nothing, and asks no broker.
   *
   * @throws FirnException as {@link #plan}
   */
  public RewindPlan bronze(Target target) {
    Map<UnitName, Table> tables = tables();
    List<List<UnitName>> bronze =
        waves.stream()
            .map(wave -> wave.stream().filter(unit -> unit.layer() == Layer.BRONZE).toList())
            .toList();
    Cut cut = new CutChoice(histories(tables), bronze, inputs).choose(target);
    return new RewindPlan(cut, new TreeMap<>(), tables);
  }

  /**
   * What has to follow a tenant that goes back: the tables made of those that give its rows back,
   * and of those that gave them back before and were not followed yet. A table that was never made
   * has nothing to follow with.
   *
   * @param back bronze tables that give rows back
   */
  public SortedSet<UnitName> following(Collection<UnitName> back) {
    List<TableHistory> histories = histories(tables());
    Set<UnitName> made =
        histories.stream()
            .filter(history -> !history.points().isEmpty())
            .map(TableHistory::unit)
            .collect(Collectors.toSet());
    TreeSet<UnitName> following = new TreeSet<>(new Behind(histories, inputs).units());
    Set<UnitName> changed = new HashSet<>(back);
    changed.addAll(following);
    for (List<UnitName> wave : waves) {
      for (UnitName unit : wave) {
        if (made.contains(unit) && pipeline.inputs(unit).stream().anyMatch(changed::contains)) {
          following.add(unit);
          changed.add(unit);
        }
      }
    }
    return following;
  }

  private Map<UnitName, Table> tables() {
    Map<UnitName, Table> tables = new TreeMap<>();
    Parallel.map(
            waves.stream().flatMap(List::stream).toList(),
            PARALLEL_TABLES,
            unit -> Map.entry(unit, Tables.load(catalog, unit.tableName())))
        .forEach(found -> found.getValue().ifPresent(table -> tables.put(found.getKey(), table)));
    return tables;
  }

  private List<TableHistory> histories(Map<UnitName, Table> tables) {
    return waves.stream()
        .flatMap(List::stream)
        .map(unit -> TableHistory.of(unit, Optional.ofNullable(tables.get(unit))))
        .toList();
  }

  private Cut cut(Target target, Map<UnitName, Table> tables) {
    return new CutChoice(histories(tables), waves, inputs).choose(target);
  }

  /**
   * Moves the tables of {@code plan}.
   *
   * @param note what stays in each table's properties
   * @param moved hears of each table that is back; called from several threads
   * @throws FirnException FENCED when a table changed since the plan; what is not back yet is back
   *     after the same rewind is asked for again
   */
  public void carryOut(RewindPlan plan, RewindNote note, Consumer<UnitName> moved) {
    List<List<UnitName>> downstreamFirst = new ArrayList<>(waves);
    Collections.reverse(downstreamFirst);
    for (List<UnitName> wave : downstreamFirst) {
      List<UnitName> moving =
          wave.stream().filter(unit -> plan.cut().tables().get(unit).moves()).toList();
      List<Failure> failures =
          Parallel.map(moving, PARALLEL_TABLES, unit -> move(plan, unit, note, moved)).stream()
              .flatMap(Optional::stream)
              .toList();
      if (!failures.isEmpty()) {
        throw new FirnException(failures.get(0));
      }
    }
    requireNobodyCameBetween(plan.cut().target());
  }

  private static Optional<Failure> move(
      RewindPlan plan, UnitName unit, RewindNote note, Consumer<UnitName> moved) {
    Stand stand = plan.cut().tables().get(unit);
    Optional<TableRewind.Place> place =
        stand
            .then()
            .map(
                point ->
                    new TableRewind.Place(
                        point.snapshot(),
                        stand.progressThen(),
                        stand.stampThen().flatMap(Point::runKey)));
    try {
      new TableRewind(plan.tables().get(unit), unit, note).to(place);
      moved.accept(unit);
      return Optional.empty();
    } catch (RuntimeException failed) {
      return Optional.of(Failures.of(unit, failed));
    }
  }

  /**
   * A silver run that had planned from bronze's later snapshots, on a silver table which did not
   * have to move, may have committed after all: its fence sees silver alone.
   */
  private void requireNobodyCameBetween(Target target) {
    List<UnitName> ahead = new ArrayList<>();
    cut(target, tables())
        .tables()
        .forEach(
            (unit, stand) -> {
              if (stand.moves()) {
                ahead.add(unit);
              }
            });
    if (!ahead.isEmpty()) {
      throw new FirnException(
          new Failure(
              ErrorKind.FENCED,
              "A run committed while the tables were set back",
              ahead.toString(),
              "no commit since the plan",
              "snapshots that are not of the cut",
              "Stop that run, or let it end, and rewind again."));
    }
  }
}
