package io.firn.cli.console;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.Styler;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows under named columns, as a person reads them.
 *
 * <p>Columns whose every cell is a number are right-aligned. Cells are told apart by {@link
 * Paint#word}, so that one word such as {@code failed} stands out.
 */
public record Grid(List<String> columns, List<List<String>> rows) {
  private static final int WIDEST_CELL = 70;

  public Grid {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "row " + row + " has " + row.size() + " cells, expected " + columns.size());
      }
    }
  }

  public static Builder of(String... columns) {
    return new Builder(List.of(columns));
  }

  /** The grid as lines without a trailing line break; just the header when there are no rows. */
  public String render(Paint paint) {
    String drawn =
        AsciiTable.builder()
            .border(AsciiTable.NO_BORDERS)
            .lineSeparator("\n")
            .styler(styler(paint))
            .data(columnStyles(), rows.stream().map(List::toArray).toArray(Object[][]::new))
            .asString();
    return drawn.lines().map(String::stripTrailing).reduce((a, b) -> a + "\n" + b).orElse("");
  }

  private Column[] columnStyles() {
    Column[] styles = new Column[columns.size()];
    for (int i = 0; i < styles.length; i++) {
      HorizontalAlign align = isNumeric(i) ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT;
      styles[i] =
          new Column()
              .header(columns.get(i))
              .headerAlign(align)
              .dataAlign(align)
              .maxWidth(WIDEST_CELL);
    }
    return styles;
  }

  private boolean isNumeric(int column) {
    return !rows.isEmpty()
        && rows.stream().allMatch(row -> row.get(column).matches("-|-?[0-9][0-9.,]*( ?[a-z%]+)?"));
  }

  private static Styler styler(Paint paint) {
    return new Styler() {
      @Override
      public List<String> styleCell(Column column, int row, int col, List<String> lines) {
        return lines.stream().map(paint::word).toList();
      }

      @Override
      public List<String> styleHeader(Column column, int col, List<String> lines) {
        return lines.stream().map(paint::strong).toList();
      }
    };
  }

  /** Collects rows in order. */
  public static final class Builder {
    private final List<String> columns;
    private final List<List<String>> rows = new ArrayList<>();

    private Builder(List<String> columns) {
      this.columns = columns;
    }

    public Builder row(String... cells) {
      rows.add(List.of(cells));
      return this;
    }

    public Grid build() {
      return new Grid(columns, rows);
    }
  }
}
