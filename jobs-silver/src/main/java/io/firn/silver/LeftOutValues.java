package io.firn.silver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Puts values that the source left out into new rows, from the table's row that has them.
 *
 * <p>A row whose origin the table does not hold (the connector started without a snapshot) keeps
 * null, and {@code __rescued} says which columns the source did not tell.
 */
final class LeftOutValues {
  private static final String HELD = "__held";
  private static final String UNTOLD = "\"__debezium_unavailable_value\"";

  private LeftOutValues() {}

  /** {@code rows} of {@link RowShape#rows()} with nothing left out any more. */
  static Dataset<Row> fill(Dataset<Row> rows, RowShape shape, Existing existing) {
    Dataset<Row> gaps = rows.filter(functions.col(Columns.MISSING).isNotNull());
    Dataset<Row> origins = gaps.select(Columns.ORIGIN + ".*").distinct();
    Dataset<Row> held = existing.rowsOf(origins);
    Column[] heldColumns =
        Arrays.stream(held.columns()).map(functions::col).toArray(Column[]::new);
    Dataset<Row> heldRows = held.select(functions.struct(heldColumns).as(HELD));
    Column sameOrigin =
        shape.key().stream()
            .map(
                column ->
                    functions
                        .col(Columns.ORIGIN + "." + column)
                        .equalTo(functions.col(HELD + "." + column)))
            .reduce(Column::and)
            .orElseThrow();
    return finish(rows.join(functions.broadcast(heldRows), sameOrigin, "left_outer"), shape);
  }

  /** For a table without rows: what is left out is nowhere to be had. */
  static Dataset<Row> withoutTable(Dataset<Row> rows, RowShape shape) {
    Column nothing = functions.lit(null).cast(shape.table());
    return finish(rows.withColumn(HELD, nothing), shape);
  }

  private static Dataset<Row> finish(Dataset<Row> joined, RowShape shape) {
    List<Column> columns = new ArrayList<>();
    for (String column : shape.rows().fieldNames()) {
      columns.add(Columns.isData(column) ? filled(column, shape) : rescued(column));
    }
    return joined.select(columns.toArray(Column[]::new));
  }

  private static Column filled(String column, RowShape shape) {
    boolean ofTable = shape.schema().findField(column) != null;
    if (!ofTable) {
      return functions.col(column);
    }
    Column leftOut = functions.array_contains(functions.col(Columns.MISSING), column);
    return functions
        .when(leftOut, functions.col(HELD + "." + column))
        .otherwise(functions.col(column))
        .as(column);
  }

  private static Column rescued(String column) {
    if (!column.equals(Columns.RESCUED)) {
      return functions.col(column);
    }
    Column untold =
        functions
            .col(Columns.MISSING)
            .isNotNull()
            .and(functions.col(HELD).isNull());
    Column named =
        functions.concat(
            functions.lit("{"),
            functions.array_join(
                functions.transform(
                    functions.col(Columns.MISSING),
                    name ->
                        functions.concat(
                            functions.lit("\""), name, functions.lit("\":" + UNTOLD))),
                ","),
            functions.lit("}"));
    return functions
        .when(untold, functions.coalesce(functions.col(Columns.RESCUED), named))
        .otherwise(functions.col(Columns.RESCUED))
        .as(Columns.RESCUED);
  }
}
