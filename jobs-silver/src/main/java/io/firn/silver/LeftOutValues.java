package io.firn.silver;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Puts values that the source left out, and that the range does not tell, into new rows: from the
 * table's row that {@link Fold} named, or from all of bronze where the table has lost it.
 */
final class LeftOutValues {
  private static final String HELD = "__held";

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

  /**
   * {@code rows} of {@link RowShape#rows()} with nothing left out any more.
   *
   * @param anyLost whether a value of any of them is lost
   */
  Dataset<Row> fill(Dataset<Row> rows, boolean anyLost) {
    if (!anyLost) {
      return fromTable(rows);
    }
    Column lost = functions.col(Columns.LOST);
    return fromTable(rows.filter(functions.not(lost))).unionByName(fromBronze(rows.filter(lost)));
  }

  private Dataset<Row> fromTable(Dataset<Row> rows) {
    Dataset<Row> origins =
        rows.filter(functions.col(Columns.ORIGIN).isNotNull())
            .select(Columns.ORIGIN + ".*")
            .distinct();
    Dataset<Row> held = existing.rowsOf(origins);
    Dataset<Row> heldRows =
        held.select(functions.struct(columns(List.of(held.columns()))).as(HELD));
    Column sameKey =
        shape.key().stream()
            .map(
                column ->
                    Columns.field(Columns.ORIGIN, column).equalTo(Columns.field(HELD, column)))
            .reduce(Column::and)
            .orElseThrow();
    return rows.join(functions.broadcast(heldRows), sameKey, "left_outer")
        .select(Arrays.stream(shape.rows().fieldNames()).map(this::filled).toArray(Column[]::new));
  }

  private Column filled(String column) {
    if (shape.schema().findField(column) == null) {
      return Columns.named(column);
    }
    Column own = Columns.named(column);
    Column held = Columns.field(HELD, column);
    Column missing = functions.col(Columns.MISSING);
    Column filled =
        column.equals(Columns.RESCUED)
            // A value that did not fit its column is kept there: what was left out takes it along.
            ? functions.when(
                functions.col(HELD).isNotNull(),
                new RescuedMerge(shape).merged().apply(own, held, missing, nulls()))
            : functions.when(functions.array_contains(missing, column), held);
    return filled.otherwise(own).as(column);
  }

  /** Names of the columns that are null in the table's row. */
  private Column nulls() {
    return functions.array_compact(
        functions.array(
            shape.columns().stream()
                .map(RowShape.DataColumn::name)
                .map(
                    column ->
                        functions.when(Columns.field(HELD, column).isNull(), functions.lit(column)))
                .toArray(Column[]::new)));
  }

  /**
   * A key change's row whose old row the table no longer has: its delete was applied by an earlier
   * run, which ended between the two halves of the change, or the old key is another row by now.
   * What the table lost only bronze still knows, so these rows alone are made from all of it.
   */
  private Dataset<Row> fromBronze(Dataset<Row> rows) {
    return rebuilt
        .get()
        .join(
            functions.broadcast(rows.select(columns(shape.key()))),
            CollectionConverters.asScala(shape.key()).toSeq(),
            "left_semi")
        .select(columns(List.of(shape.rows().fieldNames())));
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(Columns::named).toArray(Column[]::new);
  }
}
