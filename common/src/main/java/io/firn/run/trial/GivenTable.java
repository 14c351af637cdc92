package io.firn.run.trial;

import io.firn.config.ColumnType;
import io.firn.model.TableName;
import java.util.List;
import java.util.Map;

/**
 * The rows that a unit finds in one of its inputs.
 *
 * @param types of columns, as the test says them
 * @param place where the test speaks of the table, {@code FILE:LINE}
 */
public record GivenTable(
    TableName table, List<GivenRow> rows, Map<String, ColumnType> types, String place) {
  public GivenTable {
    rows = List.copyOf(rows);
    types = Map.copyOf(types);
  }
}
