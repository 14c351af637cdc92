package io.firn.silver;

import io.firn.change.UnavailableValue;
import io.firn.config.SilverTable;
import io.firn.model.SnapshotRange;
import io.firn.run.JobContext;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The bronze rows of a range with the columns that silver reads, in this order: {@code tenant
 * string, key string, op string, before string, after string, schema_id string, position string,
 * partition int, offset long, old_key string}.
 */
final class Delta {
  static final int TENANT = 0;
  static final int KEY = 1;
  static final int OP = 2;
  static final int BEFORE = 3;
  static final int AFTER = 4;
  static final int SCHEMA_ID = 5;
  static final int POSITION = 6;
  static final int PARTITION = 7;
  static final int OFFSET = 8;
  static final int OLD_KEY = 9;

  /** Debezium puts the old key on the create half of a primary-key change under this header. */
  private static final String OLD_KEY_HEADER = "__debezium.oldkey";

  private Delta() {}

  static Dataset<Row> read(SilverTable table, SnapshotRange range, JobContext context) {
    DataFrameReader reader = context.spark().get().read().format("iceberg");
    if (range.from().isPresent()) {
      reader
          .option("start-snapshot-id", String.valueOf(range.from().getAsLong()))
          .option("end-snapshot-id", String.valueOf(range.to()));
    } else {
      reader.option("versionAsOf", String.valueOf(range.to()));
    }
    Dataset<Row> changes =
        reader.load(
            table.from().tableName().inCatalog(context.pipeline().catalog().name()));
    Column oldKeyHeader =
        functions.filter(
            functions.col("headers"), header -> header.getField("key").equalTo(OLD_KEY_HEADER));
    Column oldKey =
        functions.try_element_at(oldKeyHeader, functions.lit(1)).getField("value").cast("string");
    return changes.select(
        functions.col("tenant"),
        functions.col("key"),
        functions.col("op"),
        functions.col("before"),
        functions.col("after"),
        functions.col("schema_id"),
        functions.col("position"),
        functions.col("partition"),
        functions.col("offset"),
        oldKey.as("old_key"));
  }

  /** Key changes whose new row leaves out a value that only the old key's row has. */
  static Dataset<Row> keyChangesWithGaps(Dataset<Row> delta) {
    Column leavesOut =
        UnavailableValue.DEFAULT.texts().stream()
            .map(text -> functions.col("after").contains(text))
            .reduce(Column::or)
            .orElseThrow();
    return delta.filter(functions.col("old_key").isNotNull().and(leavesOut));
  }

  /** Operations and schemas met, a narrow read: {@code op, schema_id, rows}. */
  static List<Row> profile(Dataset<Row> delta) {
    return delta
        .groupBy("op", "schema_id")
        .agg(functions.count(functions.lit(1)).as("rows"))
        .collectAsList();
  }
}
