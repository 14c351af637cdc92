package io.firn.run.trial;

import io.firn.model.UnitName;
import java.util.List;

/**
 * One test of a unit's query: rows in, rows out.
 *
 * @param place where it begins, {@code FILE:LINE}
 */
public record TrialCase(
    String name, UnitName unit, String place, List<GivenTable> given, Expected expect) {
  public TrialCase {
    given = List.copyOf(given);
  }

  /**
   * The rows that shall come out. Compared are the columns that one of them names; a row that lacks
   * one of these has null there.
   *
   * @param ordered whether they come in this order
   */
  public record Expected(List<GivenRow> rows, boolean ordered, String place) {
    public Expected {
      rows = List.copyOf(rows);
    }
  }
}
