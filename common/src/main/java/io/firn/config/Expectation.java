package io.firn.config;

import io.firn.model.UnitName;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a table is expected to be, by name.
 *
 * @param otherwise what becomes of a run where it is not
 */
public record Expectation(String name, Rule rule, Otherwise otherwise) {
  public Expectation {
    if (otherwise == Otherwise.QUARANTINE && !rule.ofRow()) {
      throw new IllegalArgumentException(
          "otherwise = quarantine keeps single rows out, and '"
              + rule.key()
              + "' does not tell which; expected warn or fail");
    }
  }

  /** What is expected. */
  public sealed interface Rule {
    /** The key of the pipeline file that declares it. */
    String key();

    /** For messages and for the table of failed rows; says what must hold. */
    String text();

    /** Whether each row by itself tells whether it holds. */
    default boolean ofRow() {
      return false;
    }
  }

  /** An SQL condition that is true for each row; neither false nor unknown. */
  public record Check(String condition) implements Rule {
    public static final String KEY = "check";

    @Override
    public String key() {
      return KEY;
    }

    @Override
    public String text() {
      return condition;
    }

    @Override
    public boolean ofRow() {
      return true;
    }
  }

  /** Columns that have a value in each row. */
  public record NotNull(List<String> columns) implements Rule {
    public static final String KEY = "not-null";

    public NotNull {
      columns = List.copyOf(columns);
    }

    @Override
    public String key() {
      return KEY;
    }

    @Override
    public String text() {
      return String.join(", ", columns) + " not null";
    }

    @Override
    public boolean ofRow() {
      return true;
    }
  }

  /**
   * A column with one of some values in each row.
   *
   * @param values as texts; the column is compared as text
   */
  public record Accepted(String column, List<String> values) implements Rule {
    public static final String KEY = "accepted";

    public Accepted {
      values = List.copyOf(values);
    }

    @Override
    public String key() {
      return KEY;
    }

    @Override
    public String text() {
      return column + " one of " + String.join(", ", values);
    }

    @Override
    public boolean ofRow() {
      return true;
    }
  }

  /** Columns whose values together stand in one row; rows with a null among them are no case. */
  public record Unique(List<String> columns) implements Rule {
    public static final String KEY = "unique";

    public Unique {
      columns = List.copyOf(columns);
    }

    @Override
    public String key() {
      return KEY;
    }

    @Override
    public String text() {
      return String.join(", ", columns) + " unique";
    }
  }

  /**
   * Columns whose values together stand in another table; rows with a null among them are no case.
   *
   * @param tableColumns the columns of {@code table}, in the same order
   */
  public record References(List<String> columns, UnitName table, List<String> tableColumns)
      implements Rule {
    public static final String KEY = "references";

    public References {
      columns = List.copyOf(columns);
      tableColumns = List.copyOf(tableColumns);
      if (columns.size() != tableColumns.size()) {
        throw new IllegalArgumentException(
            columns.size() + " columns refer to " + tableColumns.size() + " of " + table);
      }
    }

    @Override
    public String key() {
      return KEY;
    }

    @Override
    public String text() {
      return String.join(", ", columns)
          + " in "
          + table.tableName()
          + " ("
          + String.join(", ", tableColumns)
          + ")";
    }
  }

  /** How many rows the table has, bounds included. */
  public record Rows(OptionalLong min, OptionalLong max) implements Rule {
    public static final String KEY = "rows";

    public Rows {
      if (min.isEmpty() && max.isEmpty()) {
        throw new IllegalArgumentException("expected min or max");
      }
      if (min.isPresent() && max.isPresent() && min.getAsLong() > max.getAsLong()) {
        throw new IllegalArgumentException(
            "min is " + min.getAsLong() + " and max is " + max.getAsLong());
      }
    }

    @Override
    public String key() {
      return KEY;
    }

    @Override
    public String text() {
      String least = min.isPresent() ? "at least " + min.getAsLong() : "";
      String most = max.isPresent() ? "at most " + max.getAsLong() : "";
      return least + (least.isEmpty() || most.isEmpty() ? "" : ", ") + most + " rows";
    }
  }

  /**
   * How far the newest value of a column may lie before the moment that the inputs are of.
   *
   * @param column a date, which counts as its first moment in UTC, or a timestamp
   */
  public record Fresh(String column, Duration atMost) implements Rule {
    public static final String KEY = "fresh";

    @Override
    public String key() {
      return KEY;
    }

    @Override
    public String text() {
      return "newest " + column + " at most " + atMost + " before its inputs";
    }
  }

  /**
   * How much the number of rows may differ from that of the table as it is served.
   *
   * @param atMost as a share of the rows served: 0.5 for half as many more or fewer
   */
  public record Change(double atMost) implements Rule {
    public static final String KEY = "change";

    @Override
    public String key() {
      return KEY;
    }

    @Override
    public String text() {
      return "at most " + Math.round(atMost * 100) + "% more or fewer rows than before";
    }
  }
}
