package io.firn.silver;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Puts values that the source left out into new rows, from the table's row that has them.
 *
 * <p>A row whose origin the table never held (the connector started without a snapshot) keeps null,
 * and {@code __rescued} says which columns the source did not tell.
 */
final class LeftOutValues {
  private static final String HELD = "__held";
  private static final String OWN = "__own";
  private static final String UNTOLD = "\"__debezium_unavailable_value\"";

  private final RowShape shape;
  private final Existing existing;
  private final Supplier<Dataset<Row>> rebuilt;

  /**
   * @param rebuilt the table's rows made anew from all of bronze, in the columns of {@link
   *     RowShape#rows()}; asked for only when a key change needs them
   */
  LeftOutValues(RowShape shape, Existing existing, Supplier<Dataset<Row>> rebuilt) {
    this.shape = shape;
    this.existing = existing;
    this.rebuilt = rebuilt;
  }

  /** Whether a row of {@link RowShape#rows()} leaves out values that another key's row has. */
  static Column moved(RowShape shape) {
    Column originIsItself =
        shape.key().stream()
            .map(column -> Columns.field(Columns.ORIGIN, column).equalTo(Columns.named(column)))
            .reduce(Column::and)
            .orElseThrow();
    return functions.col(Columns.MISSING).isNotNull().and(functions.not(originIsItself));
  }

  /**
   * {@code rows} of {@link RowShape#rows()} with nothing left out any more.
   *
   * @param anyMoved whether any of them is {@link #moved}
   */
  Dataset<Row> fill(Dataset<Row> rows, boolean anyMoved) {
    if (!anyMoved) {
      return finish(withHeld(rows, Columns.ORIGIN, HELD), shape);
    }
    Column moved = moved(shape);
    Dataset<Row> inPlace = withHeld(rows.filter(functions.not(moved)), Columns.ORIGIN, HELD);
    return finish(inPlace, shape).unionByName(fillMoved(rows.filter(moved)));
  }

  /**
   * Rows that a key change brought: the value left out is the old key's, as it was at that change.
   *
   * <ul>
   *   <li>The table holds the new key from that change or a later one: the change was applied
   *       before and came again. The row that it made then has the value.
   *   <li>The table holds the old key from before the change: that row has it.
   *   <li>Neither: the delete of the old key was applied by an earlier run, which ended between the
   *       two halves of the change, or the old key is another row by now. What the table lost only
   *       bronze still knows, so these rows alone are made from all of it.
   * </ul>
   */
  private Dataset<Row> fillMoved(Dataset<Row> moved) {
    Column since = functions.col(Columns.ORIGIN_AT);
    Column again = functions.col(OWN + "." + Columns.POSITION).geq(since);
    Column before = functions.col(HELD + "." + Columns.POSITION).lt(since);
    Dataset<Row> own = moved.withColumn(OWN, functions.struct(columns(shape.key())));
    Dataset<Row> joined = withHeld(withHeld(own, Columns.ORIGIN, HELD), OWN, OWN);
    Dataset<Row> held =
        joined.withColumn(
            HELD, functions.when(again, functions.col(OWN)).when(before, functions.col(HELD)));
    Dataset<Row> orphans = held.filter(functions.col(HELD).isNull());
    Dataset<Row> filled = finish(held.filter(functions.col(HELD).isNotNull()), shape);
    if (orphans.isEmpty()) {
      return filled;
    }
    Dataset<Row> keys = orphans.select(columns(shape.key()));
    Dataset<Row> anew =
        rebuilt
            .get()
            .join(
                functions.broadcast(keys),
                CollectionConverters.asScala(shape.key()).toSeq(),
                "left_semi");
    return filled.unionByName(anew.select(columns(List.of(filled.columns()))));
  }

  /** For a table without rows: what is left out is nowhere to be had. */
  static Dataset<Row> withoutTable(Dataset<Row> rows, RowShape shape) {
    Column nothing = functions.lit(null).cast(shape.table());
    return finish(rows.withColumn(HELD, nothing), shape);
  }

  /** Adds the table's row of the key in struct {@code by} as struct {@code name}, or null. */
  private Dataset<Row> withHeld(Dataset<Row> rows, String by, String name) {
    String wanted = "__wanted";
    Dataset<Row> keys =
        rows.filter(functions.col(Columns.MISSING).isNotNull()).select(by + ".*").distinct();
    Dataset<Row> held = existing.rowsOf(keys);
    Dataset<Row> heldRows =
        held.select(functions.struct(columns(List.of(held.columns()))).as(wanted));
    Column sameKey =
        shape.key().stream()
            .map(column -> Columns.field(by, column).equalTo(Columns.field(wanted, column)))
            .reduce(Column::and)
            .orElseThrow();
    return rows.join(functions.broadcast(heldRows), sameKey, "left_outer")
        .drop(name)
        .withColumnRenamed(wanted, name);
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(Columns::named).toArray(Column[]::new);
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
      return Columns.named(column);
    }
    Column leftOut = functions.array_contains(functions.col(Columns.MISSING), column);
    return functions
        .when(leftOut, Columns.field(HELD, column))
        .otherwise(Columns.named(column))
        .as(column);
  }

  private static Column rescued(String column) {
    if (!column.equals(Columns.RESCUED)) {
      return Columns.named(column);
    }
    Column untold = functions.col(Columns.MISSING).isNotNull().and(functions.col(HELD).isNull());
    Column named =
        functions.concat(
            functions.lit("{"),
            functions.array_join(
                functions.transform(
                    functions.col(Columns.MISSING),
                    name ->
                        functions.concat(functions.lit("\""), name, functions.lit("\":" + UNTOLD))),
                ","),
            functions.lit("}"));
    return functions
        .when(untold, functions.coalesce(functions.col(Columns.RESCUED), named))
        .otherwise(functions.col(Columns.RESCUED))
        .as(Columns.RESCUED);
  }
}
