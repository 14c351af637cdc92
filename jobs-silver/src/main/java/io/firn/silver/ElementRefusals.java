package io.firn.silver;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Elements of which no row could be made, as {@link ElementRows} notes them on heads: one row of
 * {@link RefusedChanges#ROWS} for each source row's change.
 */
final class ElementRefusals {
  private static final String KEY = "__of_key";

  private ElementRefusals() {}

  /** The heads that note some. */
  static Dataset<Row> among(Dataset<Row> heads) {
    return heads
        .filter(functions.col(Columns.RESCUED).isNotNull())
        .select(
            functions.get_json_object(functions.col(Columns.RESCUED), "$.key").as(KEY),
            functions.get_json_object(functions.col(Columns.RESCUED), "$.reason").as("reason"),
            functions.get_json_object(functions.col(Columns.RESCUED), "$.detail").as("detail"),
            functions.col(Columns.POSITION).as("position"),
            functions.col(Columns.PARTITION).as("partition"),
            functions.col(Columns.OFFSET).as("offset"));
  }

  /**
   * @param noted as {@link #among} finds it
   * @param changes of {@link KeyedChanges#ROWS}, those of {@code noted} among them
   */
  static Dataset<Row> placed(Dataset<Row> noted, Dataset<Row> changes) {
    Column same =
        noted
            .col(KEY)
            .equalTo(changes.col(Columns.KEY))
            .and(noted.col("position").equalTo(changes.col(Columns.POSITION)))
            .and(noted.col("partition").equalTo(changes.col(Columns.PARTITION)))
            .and(noted.col("offset").equalTo(changes.col(Columns.OFFSET)));
    List<String> columns = Arrays.asList(RefusedChanges.ROWS.fieldNames());
    return changes
        .join(functions.broadcast(noted), same, "inner")
        .select(columns.stream().map(functions::col).toArray(Column[]::new))
        .dropDuplicates("topic", "partition", "offset", "position");
  }
}
