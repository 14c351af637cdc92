package io.firn.silver;

import io.firn.config.SilverTable;
import io.firn.run.JobContext;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A table's rows on both sides of its transform; of a table without one both are the same.
 *
 * @param typed as they are decoded and folded
 * @param table as the table keeps them
 */
record TableShapes(RowShape typed, RowShape table, Optional<TransformPlan> transform) {

  /**
   * @param target with the columns that it is to have
   */
  static TableShapes of(SilverTable table, Table target, JobContext context) {
    RowShape kept = RowShape.of(table, target.schema());
    if (table.rules().transform().isEmpty()) {
      return new TableShapes(kept, kept, Optional.empty());
    }
    RowShape typed = RowShape.of(table, TypedColumns.of(table, target));
    return new TableShapes(
        typed, kept, Optional.of(TransformPlan.of(table, typed.schema(), context)));
  }

  /** {@code rows}, typed, as the table keeps them. */
  Dataset<Row> kept(Dataset<Row> rows) {
    return transform.map(plan -> TransformedRows.of(rows, plan, table)).orElse(rows);
  }
}
