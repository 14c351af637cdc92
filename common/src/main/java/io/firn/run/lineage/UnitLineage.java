package io.firn.run.lineage;

import io.firn.lineage.Use;
import io.firn.model.UnitName;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the columns of a unit's table are made of.
 *
 * @param columns in the table's order
 * @param rows what decides which rows there are, and so has influence on every column
 */
public record UnitLineage(UnitName unit, List<Column> columns, List<Input> rows) {
  public UnitLineage {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** A column and what it is made of; of nothing when it is constant, or counts rows. */
  public record Column(String name, List<Input> inputs) {
    public Column {
      inputs = List.copyOf(inputs);
    }
  }

  /**
   * A column of an input.
   *
   * @param column of a bronze unit the path in the change event: {@code after.address.city}
   */
  public record Input(UnitName unit, String column, SortedSet<Use> uses) {
    public Input {
      uses = Collections.unmodifiableSortedSet(new TreeSet<>(uses));
    }
  }
}
