package io.firn.table;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * How the rows of a table differ from those it should have, each row counted as often as it stands.
 *
 * @param missing rows that it should have and has not
 * @param extra rows that it has and should not
 * @param held rows that it has
 */
public record RowComparison(long missing, long extra, long held) {
  private static final String SIDE = "__side";
  private static final String BALANCE = "__balance";
  private static final String HELD = "__held";

  /**
   * Counts in one pass: each side is computed once and shuffled once, where two {@code exceptAll}
   * would do it twice.
   *
   * @param expected the same columns in the same order as {@code found}
   */
  public static RowComparison between(Dataset<Row> expected, Dataset<Row> found) {
    Column[] columns =
        Arrays.stream(found.columns())
            .map(column -> functions.col("`" + column + "`"))
            .toArray(Column[]::new);
    Column side = functions.col(SIDE);
    Column balance = functions.col(BALANCE);
    Row counts =
        expected
            .withColumn(SIDE, functions.lit(1L))
            .union(found.withColumn(SIDE, functions.lit(-1L)))
            .groupBy(columns)
            .agg(functions.sum(side).as(BALANCE), functions.count_if(side.lt(0)).as(HELD))
            .agg(
                sum(functions.greatest(balance, functions.lit(0L))),
                sum(functions.greatest(functions.negate(balance), functions.lit(0L))),
                sum(functions.col(HELD)))
            .first();
    return new RowComparison(counts.getLong(0), counts.getLong(1), counts.getLong(2));
  }

  /** Of no rows: zero. */
  private static Column sum(Column counts) {
    return functions.coalesce(functions.sum(counts), functions.lit(0L));
  }

  public boolean same() {
    return missing == 0 && extra == 0;
  }

  @Override
  public String toString() {
    return held + " rows; " + missing + " missing, " + extra + " that a rebuild does not have";
  }
}
