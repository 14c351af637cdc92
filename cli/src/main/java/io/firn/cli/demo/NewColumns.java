package io.firn.cli.demo;

import io.firn.cli.console.Narrator;
import io.firn.config.Pipeline;
import io.firn.config.SilverTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Columns that silver tables have gained since this was made. */
final class NewColumns {
  private final Pipeline pipeline;
  private final Map<String, List<String>> before = new HashMap<>();

  private NewColumns(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  static NewColumns since(Pipeline pipeline) {
    NewColumns columns = new NewColumns(pipeline);
    try (Lake lake = Lake.open(pipeline)) {
      pipeline
          .silver()
          .forEach(table -> columns.before.put(table.name(), lake.columns(table.unit())));
    }
    return columns;
  }

  void tell(Narrator narrator) {
    try (Lake lake = Lake.open(pipeline)) {
      for (SilverTable table : pipeline.silver()) {
        for (String column : lake.columns(table.unit())) {
          if (!before.get(table.name()).contains(column)) {
            tell(table, column, lake.rows(table.unit()), narrator);
          }
        }
      }
    }
  }

  private static void tell(
      SilverTable table, String column, List<Map<String, Object>> rows, Narrator narrator) {
    long filled = rows.stream().filter(row -> row.get(column) != null).count();
    narrator.line("");
    narrator.line(
        "silver."
            + table.name()
            + " has a new column, "
            + column
            + ": "
            + filled
            + " of "
            + rows.size()
            + " rows have a value");
  }
}
