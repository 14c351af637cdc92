package io.firn.quality;

import io.firn.config.Expectation;
import io.firn.config.Expectation.Change;
import io.firn.config.Expectation.Fresh;
import io.firn.config.Expectation.References;
import io.firn.config.Expectation.Rows;
import io.firn.config.Expectation.Unique;
import io.firn.model.UnitName;
import io.firn.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Asks expectations of rows: one pass over them for all counts, one join for each reference, and a
 * look at some failing rows for each expectation that does not hold.
 *
 * @param key the columns that name a failing row
 * @param before rows of the table as it is served; empty when there is none
 * @param inputsAt the moment that the rows' inputs are of. Not the run's: the same inputs are then
 *     always as fresh as they were, whether they are looked at today or rebuilt from in a year
 * @param tables the rows of a table that a reference names
 */
public record Audit(
    List<String> key,
    OptionalLong before,
    Instant inputsAt,
    Function<UnitName, Dataset<Row>> tables) {
  private static final int SAMPLES = 3;

  public Audit {
    key = List.copyOf(key);
  }

  /** What came of each of {@code expectations}, which fit {@code rows}, in their order. */
  public List<Verdict> of(List<Expectation> expectations, Dataset<Row> rows) {
    if (expectations.isEmpty()) {
      return List.of();
    }
    List<Column> asked = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (Expectation expected : expectations) {
      places.add(asked.size() + 1);
      asked.addAll(counts(expected.rule()));
    }
    Row answers = rows.agg(functions.count(functions.lit(1)), asked.toArray(Column[]::new)).first();
    return IntStream.range(0, expectations.size())
        .mapToObj(
            each ->
                new Question(expectations.get(each), rows, answers, places.get(each)).answer(this))
        .toList();
  }

  /**
   * The same of expectations that only the number of rows decides, without a look at any.
   *
   * @param rows that the table has
   */
  public List<Verdict> ofCount(List<Expectation> expectations, long rows) {
    return expectations.stream().map(expected -> counted(expected, rows)).toList();
  }

  private Verdict counted(Expectation expected, long rows) {
    if (expected.rule() instanceof Rows bounds) {
      boolean enough = rows >= bounds.min().orElse(0);
      boolean few = rows <= bounds.max().orElse(Long.MAX_VALUE);
      return ofTable(expected, enough && few, rows, rows + " rows");
    }
    if (expected.rule() instanceof Change change) {
      long earlier = before.orElse(0);
      boolean holds = earlier == 0 || Math.abs(rows - earlier) <= change.atMost() * earlier;
      return ofTable(expected, holds, rows, rows + " rows after " + earlier);
    }
    throw new IllegalArgumentException(
        "'" + expected.rule().key() + "' asks more than how many rows there are");
  }

  private static Verdict ofTable(Expectation expected, boolean holds, long rows, String found) {
    return verdict(expected, holds ? 0 : 1, rows, found);
  }

  private static Verdict verdict(Expectation expected, long failing, long checked, String found) {
    return new Verdict(
        expected.name(),
        expected.rule().key(),
        expected.rule().text(),
        expected.otherwise().name().toLowerCase(Locale.ROOT),
        failing,
        checked,
        found);
  }

  /** What is counted for a rule in the pass over all rows. */
  private static List<Column> counts(Expectation.Rule rule) {
    if (rule.ofRow()) {
      return List.of(functions.count_if(functions.not(RowRules.holds(rule))));
    }
    if (rule instanceof Unique unique) {
      Column[] columns = columns(unique.columns());
      return List.of(
          functions.count_if(RowRules.allThere(unique.columns())),
          functions.count_distinct(columns[0], Arrays.copyOfRange(columns, 1, columns.length)));
    }
    if (rule instanceof Fresh fresh) {
      Column time = RowRules.column(fresh.column()).cast("timestamp");
      return List.of(functions.max(functions.unix_micros(time)));
    }
    return List.of();
  }

  /**
   * One expectation and what was counted.
   *
   * @param answers the number of rows, then what {@link #counts} asked of each rule
   * @param place where this rule's begin
   */
  private record Question(Expectation expected, Dataset<Row> rows, Row answers, int place) {

    Verdict answer(Audit audit) {
      Expectation.Rule rule = expected.rule();
      if (rule.ofRow()) {
        Column fails = functions.not(RowRules.holds(rule));
        return ofRows(answers.getLong(place), rows.filter(fails).select(columns(audit.key)));
      }
      if (rule instanceof Unique unique) {
        return ofRows(answers.getLong(place) - answers.getLong(place + 1), twice(unique));
      }
      if (rule instanceof References references) {
        Dataset<Row> missing = missing(references, audit.tables.apply(references.table()));
        return ofRows(missing.count(), missing.select(columns(audit.key)));
      }
      if (rule instanceof Fresh fresh) {
        return fresh(fresh, audit.inputsAt);
      }
      return audit.counted(expected, checked());
    }

    private long checked() {
      return answers.getLong(0);
    }

    private Verdict fresh(Fresh fresh, Instant inputsAt) {
      if (answers.isNullAt(place)) {
        return ofTable(expected, false, checked(), "no value in " + checked() + " rows");
      }
      Instant newest = Instant.EPOCH.plus(answers.getLong(place), ChronoUnit.MICROS);
      boolean holds = Duration.between(newest, inputsAt).compareTo(fresh.atMost()) <= 0;
      return ofTable(expected, holds, checked(), "newest " + newest + ", inputs of " + inputsAt);
    }

    private Dataset<Row> twice(Unique unique) {
      Column[] columns = columns(unique.columns());
      return rows.filter(RowRules.allThere(unique.columns()))
          .groupBy(columns)
          .agg(functions.count(functions.lit(1)).as("__rows"))
          .filter(functions.col("__rows").gt(1))
          .select(columns);
    }

    private Dataset<Row> missing(References references, Dataset<Row> table) {
      List<String> theirs = references.tableColumns();
      Column[] named =
          IntStream.range(0, theirs.size())
              .mapToObj(each -> RowRules.column(theirs.get(each)).as("__their" + each))
              .toArray(Column[]::new);
      Column same =
          IntStream.range(0, theirs.size())
              .mapToObj(
                  each ->
                      RowRules.column(references.columns().get(each))
                          .equalTo(functions.col("__their" + each)))
              .reduce(Column::and)
              .orElseThrow();
      return rows.filter(RowRules.allThere(references.columns()))
          .join(table.select(named).distinct(), same, "left_anti");
    }

    private Verdict ofRows(long failing, Dataset<Row> samples) {
      return verdict(
          expected,
          failing,
          checked(),
          failing == 0 ? "" : failing + " of " + checked() + " rows fail, e.g. " + texts(samples));
    }
  }

  /** The first failing rows in the order of their keys, so that a repeat names the same. */
  private static String texts(Dataset<Row> samples) {
    List<String> names = List.of(samples.columns());
    return samples.orderBy(columns(names)).limit(SAMPLES).collectAsList().stream()
        .map(row -> text(names, row))
        .collect(Collectors.joining(", "));
  }

  private static String text(List<String> names, Row row) {
    return IntStream.range(0, names.size())
        .mapToObj(each -> names.get(each) + "=" + row.get(each))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(RowRules::column).toArray(Column[]::new);
  }
}
