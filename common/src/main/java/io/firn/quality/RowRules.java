package io.firn.quality;

import io.firn.config.Expectation;
import io.firn.config.Expectation.Accepted;
import io.firn.config.Expectation.Check;
import io.firn.config.Expectation.NotNull;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Expectations of single rows as conditions of Spark, each true or false and never null. */
public final class RowRules {
  private RowRules() {}

  /**
   * Whether a row is as {@code rule} says. What is unknown does not hold: a row of which nobody can
   * say that it is right is none to publish without a word.
   */
  public static Column holds(Expectation.Rule rule) {
    if (rule instanceof Check check) {
      return known(functions.expr(check.condition()));
    }
    if (rule instanceof NotNull notNull) {
      return allThere(notNull.columns());
    }
    if (rule instanceof Accepted accepted) {
      return known(column(accepted.column()).cast("string").isin(accepted.values().toArray()));
    }
    throw new IllegalArgumentException("'" + rule.key() + "' is not about single rows");
  }

  /** Whether a row is as all of {@code expectations} say, which are about single rows. */
  public static Column holdAll(List<Expectation> expectations) {
    return expectations.stream()
        .map(expected -> holds(expected.rule()))
        .reduce(functions.lit(true), Column::and);
  }

  /** The names of those that do not hold for a row, separated by commas. */
  public static Column broken(List<Expectation> expectations) {
    Column[] names =
        expectations.stream()
            .map(
                expected ->
                    functions.when(
                        functions.not(holds(expected.rule())), functions.lit(expected.name())))
            .toArray(Column[]::new);
    return functions.concat_ws(", ", names);
  }

  static Column allThere(List<String> columns) {
    return columns.stream().map(name -> column(name).isNotNull()).reduce(Column::and).orElseThrow();
  }

  static Column column(String name) {
    return functions.col("`" + name + "`");
  }

  private static Column known(Column condition) {
    return functions.coalesce(condition, functions.lit(false));
  }
}
