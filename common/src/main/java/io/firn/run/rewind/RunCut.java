package io.firn.run.rewind;

import io.firn.model.TableName;
import io.firn.model.UnitName;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The snapshots that a run's business facts were made of, through all layers.
 *
 * @param at when the run had committed all that it did
 * @param tables each table's snapshot; none of a table that was empty then
 * @param inputs what each of these was made of, as its progress says
 */
public record RunCut(
    String runKey,
    Instant at,
    SortedMap<UnitName, Long> tables,
    SortedMap<UnitName, SortedMap<String, Long>> inputs) {
  public RunCut {
    tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
    inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
  }

  static SortedMap<String, Long> byName(Map<TableName, Long> inputs) {
    TreeMap<String, Long> byName = new TreeMap<>();
    inputs.forEach((table, snapshot) -> byName.put(table.toString(), snapshot));
    return byName;
  }
}
