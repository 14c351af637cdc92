package io.firn.run.rewind;

import io.firn.model.Failure;
import io.firn.model.UnitName;
import io.firn.run.rewind.LandingAgain.Again;
import io.firn.run.rewind.LandingAgain.Lost;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.Table;

/**
 * What a rewind would do.
 *
 * @param again per bronze table that moves
 * @param tables as they were loaded: the fence of every move
 */
public record RewindPlan(Cut cut, SortedMap<UnitName, Again> again, Map<UnitName, Table> tables) {
  public RewindPlan {
    again = Collections.unmodifiableSortedMap(new TreeMap<>(again));
    tables = Map.copyOf(tables);
  }

  public boolean moves() {
    return cut.moves();
  }

  public long offsets() {
    return again.values().stream().mapToLong(Again::offsets).sum();
  }

  public List<Lost> lost() {
    return again.values().stream().flatMap(table -> table.lost().stream()).toList();
  }

  /** Why the next run could not land what this rewind takes back, if it could not. */
  public Optional<Failure> beyondRetention() {
    return Lost.failure(lost(), cut.target());
  }
}
