package io.firn.config;

import io.firn.model.Layer;
import io.firn.model.UnitName;
import java.util.List;

/**
 * One table of business facts, a SQL query over silver or gold tables.
 *
 * @param grain the columns of the result that identify a row
 * @param sqlFile the file's name as it stands in the pipeline, for messages
 * @param sql its text
 */
public record GoldTable(
    String name, List<UnitName> from, List<String> grain, String sqlFile, String sql) {
  public GoldTable {
    from = List.copyOf(from);
    grain = List.copyOf(grain);
    if (from.isEmpty()) {
      throw new IllegalArgumentException("a gold table needs at least one input in 'from'");
    }
  }

  public UnitName unit() {
    return new UnitName(Layer.GOLD, name);
  }
}
