package io.firn.cli.demo;

import io.firn.cli.console.Grid;
import io.firn.cli.console.Narrator;
import io.firn.config.GoldTable;
import io.firn.config.Pipeline;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gold tables as a person looks at them: the rows with the most, and what a run did to them. */
final class GoldView {
  private static final int SHOWN = 5;

  private final Pipeline pipeline;
  private final Narrator narrator;

  GoldView(Pipeline pipeline, Narrator narrator) {
    this.pipeline = pipeline;
    this.narrator = narrator;
  }

  /** The rows of every gold table, by its name. */
  Map<String, List<Map<String, Object>>> rows() {
    try (Lake lake = Lake.open(pipeline)) {
      Map<String, List<Map<String, Object>>> rows = new LinkedHashMap<>();
      pipeline.gold().forEach(table -> rows.put(table.name(), lake.rows(table.unit())));
      return rows;
    }
  }

  void tellTop(Map<String, List<Map<String, Object>>> tables) {
    tables.forEach(this::tellTop);
  }

  /**
   * The rows with the largest values in the last column: that is where examples put the measure.
   */
  private void tellTop(String table, List<Map<String, Object>> rows) {
    narrator.line("");
    if (rows.isEmpty()) {
      narrator.line("gold." + table + " has no rows");
      return;
    }
    List<String> columns = new ArrayList<>(rows.get(0).keySet());
    String measure = columns.get(columns.size() - 1);
    Grid.Builder grid = Grid.of(columns.toArray(String[]::new));
    rows.stream()
        .sorted(Comparator.comparing(row -> number(row.get(measure)), Collections.reverseOrder()))
        .limit(SHOWN)
        .forEach(row -> grid.row(row.values().stream().map(GoldView::text).toArray(String[]::new)));
    narrator.line("gold." + table + ", " + rows.size() + " rows; the top by " + measure + ":");
    narrator.table(grid.build());
  }

  private static BigDecimal number(Object value) {
    return value instanceof Number ? new BigDecimal(value.toString()) : BigDecimal.ZERO;
  }

  private static String text(Object value) {
    return value == null ? "-" : value.toString();
  }

  /** How many rows of each table are new, other than before, or gone. */
  void tellMoves(Map<String, List<Map<String, Object>>> before) {
    Map<String, List<Map<String, Object>>> after = rows();
    Grid.Builder grid = Grid.of("GOLD TABLE", "ROWS", "NEW", "CHANGED", "GONE");
    for (GoldTable table : pipeline.gold()) {
      List<Map<String, Object>> rows = after.get(table.name());
      RowDifferences moves = RowDifferences.between(table.grain(), before.get(table.name()), rows);
      grid.row(
          table.name(),
          Integer.toString(rows.size()),
          Integer.toString(moves.unexpected().size()),
          Integer.toString(moves.changed().size()),
          Integer.toString(moves.missing().size()));
    }
    narrator.line("");
    narrator.table(grid.build());
  }
}
