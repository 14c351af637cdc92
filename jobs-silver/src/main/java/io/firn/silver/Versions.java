package io.firn.silver;

import io.firn.commit.RowFiles;
import io.firn.config.SilverTable;
import io.firn.run.JobContext;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Versions of the rows of a silver table, made of the states that {@link Rows} gives. */
final class Versions {
  private static final Column NO_FILE = functions.col(Existing.FILE).isNull();

  private Versions() {}

  /**
   * @param states rows of {@link RowShape#rows()}, nothing left out of them but what is lost
   * @param held the table's rows that the versions go on from, see {@link Existing#all}
   * @param truncates of the same changes
   * @return rows of {@link VersionRows#output}
   */
  static Dataset<Row> of(
      Dataset<Row> states, Optional<Dataset<Row>> held, RowShape shape, TruncateTimes truncates) {
    Dataset<Row> arriving =
        states
            .withColumn(Columns.IS_CURRENT, functions.not(functions.col(Columns.DELETED)))
            .withColumn(Existing.FILE, functions.lit(null).cast("string"))
            .withColumn(Existing.POS, functions.lit(null).cast("long"))
            .select(columns(VersionRows.input(shape).fieldNames()));
    Dataset<Row> both =
        held.map(
                rows ->
                    arriving.unionByName(
                        rows.withColumn(Columns.LOST, functions.lit(false))
                            .select(columns(VersionRows.input(shape).fieldNames()))))
            .orElse(arriving);
    Column[] key = columns(shape.key().toArray(String[]::new));
    Column[] order =
        Stream.concat(
                Arrays.stream(key),
                Stream.of(
                    NO_FILE,
                    functions.col(Columns.POSITION),
                    functions.col(Columns.PARTITION),
                    functions.col(Columns.OFFSET)))
            .toArray(Column[]::new);
    Dataset<Row> inOrder = both.repartition(key).sortWithinPartitions(order);
    return Rows.dataset(
        states.sparkSession(),
        RowFiles.internal(inOrder).mapPartitions(new VersionRows(shape, truncates)),
        VersionRows.output(shape));
  }

  /** Those rows of {@link #of} that are written, in the table's columns. */
  static Dataset<Row> written(Dataset<Row> versions, RowShape shape) {
    return versions
        .filter(NO_FILE.and(functions.col(VersionRows.AGAIN).isNull()))
        .select(columns(shape.table().fieldNames()));
  }

  /** The table's rows as all of bronze up to {@code snapshot} makes them. */
  static Dataset<Row> rebuilt(
      SilverTable table, long snapshot, RowShape shape, JobContext context) {
    Rows.Input all = Rows.all(table, snapshot, functions.lit(true), context);
    Dataset<Row> states = Rows.latest(all, shape, Rows.refusals(context));
    return written(of(states, Optional.empty(), shape, TruncateTimes.in(all.delta())), shape);
  }

  static Column[] columns(String... names) {
    return Stream.of(names).map(Columns::named).toArray(Column[]::new);
  }
}
