package io.firn.silver;

import io.firn.config.SilverTable;
import io.firn.run.JobContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** The rows that a silver table holds already, as far as new rows are about them. */
final class Existing {
  static final String FILE = "__t_file";
  static final String POS = "__t_pos";
  static final String SUPERSEDED = "__superseded";

  /** Marks keys that are in another set of rows, too. */
  private static final String THERE = "__there";

  private static final StructType TRUNCATES =
      new StructType()
          .add("__of", DataTypes.StringType)
          .add(Columns.TARGET + Columns.POSITION, DataTypes.StringType)
          .add(Columns.TARGET + Columns.PARTITION, DataTypes.IntegerType)
          .add(Columns.TARGET + Columns.OFFSET, DataTypes.LongType);

  private final Dataset<Row> rows;
  private final List<String> key;
  private final List<String> rowKey;

  private Existing(Dataset<Row> rows, List<String> key, List<String> rowKey) {
    this.rows = rows;
    this.key = key;
    this.rowKey = rowKey;
  }

  /**
   * The rows of {@code target}'s snapshot as it was loaded, with the columns of {@code shape}: a
   * snapshot is read with the columns it was written with, so those added since are null here.
   * Empty before the table's first commit.
   */
  static Optional<Existing> of(
      Table target, SilverTable table, RowShape shape, JobContext context) {
    if (target.currentSnapshot() == null) {
      return Optional.empty();
    }
    String catalog = context.pipeline().catalog().name();
    Dataset<Row> rows =
        context
            .spark()
            .get()
            .read()
            .format("iceberg")
            .option("versionAsOf", String.valueOf(target.currentSnapshot().snapshotId()))
            .load(table.unit().tableName().inCatalog(catalog));
    Set<String> written = Set.of(rows.columns());
    Stream<Column> columns =
        Arrays.stream(shape.table().fields())
            .map(
                field ->
                    (written.contains(field.name())
                            ? GrownColumn.read(
                                Columns.named(field.name()),
                                rows.schema().apply(field.name()).dataType(),
                                field.dataType())
                            : functions.lit(null).cast(field.dataType()))
                        .as(field.name()));
    Stream<Column> places =
        Stream.of(functions.col("_file").as(FILE), functions.col("_pos").as(POS));
    return Optional.of(
        new Existing(
            rows.select(Stream.concat(columns, places).toArray(Column[]::new)),
            shape.key(),
            shape.rowKey()));
  }

  /** Those rows for which {@code condition} holds. */
  Existing where(Column condition) {
    return new Existing(rows.where(condition), key, rowKey);
  }

  /** The rows, in the table's columns, {@code __t_file string, __t_pos long}. */
  Dataset<Row> all() {
    return rows;
  }

  /** Of each row the key columns, {@code __t_file string, __t_pos long}. */
  Dataset<Row> places() {
    return rows.select(
        Stream.concat(
                key.stream().map(Columns::named),
                Stream.of(functions.col(FILE), functions.col(POS)))
            .toArray(Column[]::new));
  }

  /**
   * For each new row whose key the table holds: the key columns, {@code __t_file string, __t_pos
   * long} of the row there, {@code __superseded boolean}: whether the new row is later, and {@code
   * __at string}, the position of the new row's change. It is not later when its change was applied
   * before or arrived late.
   *
   * <p>Only the key and order columns of the table are read; the new rows are few and are broadcast
   * to where the files are read.
   *
   * @param again whether the new rows were made from all of bronze: they then replace a row of the
   *     same change, which may tell less
   */
  Dataset<Row> matching(Dataset<Row> newRows, boolean again) {
    Dataset<Row> held =
        rows.select(
            Stream.concat(
                    key.stream().map(column -> Columns.named(column).as(held(column))),
                    Stream.of(
                        functions.col(Columns.POSITION).as(held(Columns.POSITION)),
                        functions.col(Columns.PARTITION).as(held(Columns.PARTITION)),
                        functions.col(Columns.OFFSET).as(held(Columns.OFFSET)),
                        functions.col(FILE),
                        functions.col(POS)))
                .toArray(Column[]::new));
    Dataset<Row> arriving =
        newRows.select(
            Stream.concat(
                    key.stream(), Stream.of(Columns.POSITION, Columns.PARTITION, Columns.OFFSET))
                .map(Columns::named)
                .toArray(Column[]::new));
    Column sameKey =
        key.stream()
            .map(column -> Columns.named(column).equalTo(Columns.named(held(column))))
            .reduce(Column::and)
            .orElseThrow();
    Column superseded =
        again ? order("").geq(order(Columns.TARGET)) : order("").gt(order(Columns.TARGET));
    return held.join(functions.broadcast(arriving), sameKey, "inner")
        .select(
            Stream.concat(
                    key.stream().map(Columns::named),
                    Stream.of(
                        functions.col(FILE),
                        functions.col(POS),
                        superseded.as(SUPERSEDED),
                        functions.col(Columns.POSITION).as(RowImages.AT)))
                .toArray(Column[]::new));
  }

  /**
   * The rows that {@code truncates} removed, in the columns of {@link #matching}.
   *
   * <p>Reads the key and order columns of the tenants' rows: there is no cheaper way to know which
   * of them came later.
   */
  Dataset<Row> truncated(Truncates truncates) {
    return beside(truncates)
        .select(
            Stream.concat(
                    key.stream().map(Columns::named),
                    Stream.of(
                        functions.col(FILE),
                        functions.col(POS),
                        functions.lit(true).as(SUPERSEDED),
                        functions.col(held(Columns.POSITION)).as(RowImages.AT)))
                .toArray(Column[]::new));
  }

  /** The rows that stand before one of {@code truncates}, as {@link #all} has them. */
  Dataset<Row> before(Truncates truncates) {
    return beside(truncates)
        .select(Arrays.stream(rows.columns()).map(Columns::named).toArray(Column[]::new));
  }

  /** The same rows as they are from then on where deleted rows stay. */
  Dataset<Row> markedBy(Truncates truncates) {
    Set<String> order = Set.of(Columns.POSITION, Columns.PARTITION, Columns.OFFSET);
    return beside(truncates)
        .select(
            Arrays.stream(rows.columns())
                .filter(column -> !column.equals(FILE) && !column.equals(POS))
                .map(
                    column ->
                        column.equals(Columns.MARK)
                            ? functions.lit(true).as(column)
                            : order.contains(column)
                                ? functions.col(held(column)).as(column)
                                : Columns.named(column))
                .toArray(Column[]::new));
  }

  /** Rows, each with the order of the truncate that removed it in columns of {@code __t_}. */
  private Dataset<Row> beside(Truncates truncates) {
    boolean tenants = Set.of(rows.columns()).contains(SilverTable.TENANT);
    List<Row> truncated = new ArrayList<>();
    truncates
        .last()
        .forEach(
            (tenant, at) ->
                truncated.add(
                    RowFactory.create(tenant, at.position(), at.partition(), at.offset())));
    Dataset<Row> last = rows.sparkSession().createDataFrame(truncated, TRUNCATES);
    Column sameTenant =
        tenants
            ? functions
                .coalesce(rows.col(SilverTable.TENANT), functions.lit(""))
                .equalTo(last.col("__of"))
            : functions.lit(true);
    Column before = order("").lt(order(Columns.TARGET));
    return rows.join(functions.broadcast(last), sameTenant.and(before), "inner");
  }

  private static Column order(String prefix) {
    return functions.struct(
        functions.col(prefix + Columns.POSITION).as("position"),
        functions.col(prefix + Columns.PARTITION).as("partition"),
        functions.col(prefix + Columns.OFFSET).as("offset"));
  }

  private static String held(String column) {
    return Columns.TARGET + column;
  }

  /**
   * Those of {@code keys} that the table holds.
   *
   * @param keys the key columns and others
   * @return their columns, then {@code __position, __partition, __offset} of the table's row
   */
  Dataset<Row> placesOf(Dataset<Row> keys) {
    List<String> order = List.of(Columns.POSITION, Columns.PARTITION, Columns.OFFSET);
    Dataset<Row> held =
        rows.select(
            Stream.concat(
                    key.stream().map(column -> Columns.named(column).as(held(column))),
                    order.stream().map(functions::col))
                .toArray(Column[]::new));
    Column sameKey =
        key.stream()
            .map(column -> Columns.named(column).equalTo(Columns.named(held(column))))
            .reduce(Column::and)
            .orElseThrow();
    return held.join(functions.broadcast(keys), sameKey, "inner")
        .select(
            Stream.concat(Arrays.stream(keys.columns()), order.stream())
                .map(Columns::named)
                .toArray(Column[]::new));
  }

  /**
   * The images of rows that go and of rows that come, see {@link RowImages}.
   *
   * @param gone in the columns of {@link #matching}
   * @param come of the table's columns
   */
  Dataset<Row> images(Dataset<Row> gone, Dataset<Row> come) {
    List<Column> columns =
        Arrays.stream(rows.columns())
            .filter(column -> !column.equals(FILE) && !column.equals(POS))
            .map(Columns::named)
            .toList();
    Seq<String> place =
        CollectionConverters.asScala(Stream.concat(key.stream(), Stream.of(FILE, POS)).toList())
            .toSeq();
    Dataset<Row> wholeGone = rows.join(functions.broadcast(gone), place, "inner");
    Dataset<Row> before =
        marked(wholeGone, come)
            .select(image(columns, "before", functions.col(RowImages.AT), "delete"));
    Dataset<Row> after =
        // Where a key has many rows, what is gone does not tell which of them it was.
        marked(come, rowKey.equals(key) ? gone : wholeGone)
            .select(image(columns, "after", functions.col(Columns.POSITION), "insert"));
    return before.unionByName(after);
  }

  private Dataset<Row> marked(Dataset<Row> some, Dataset<Row> others) {
    Dataset<Row> keys =
        others
            .select(rowKey.stream().map(Columns::named).toArray(Column[]::new))
            .distinct()
            .withColumn(THERE, functions.lit(true));
    return some.join(
        functions.broadcast(keys), CollectionConverters.asScala(rowKey).toSeq(), "left_outer");
  }

  private static Column[] image(List<Column> columns, String image, Column at, String alone) {
    Column op = functions.when(functions.col(THERE), "update").otherwise(alone);
    return Stream.concat(
            columns.stream(),
            Stream.of(
                functions.lit(image).as(RowImages.IMAGE), op.as(RowImages.OP), at.as(RowImages.AT)))
        .toArray(Column[]::new);
  }

  /** Those of {@code some} that the table does not have as they are. */
  Dataset<Row> notHeld(Dataset<Row> some) {
    Dataset<Row> held = rowsOf(some);
    Column same =
        Arrays.stream(held.columns())
            .map(
                column ->
                    some.col(Columns.quoted(column)).eqNullSafe(held.col(Columns.quoted(column))))
            .reduce(Column::and)
            .orElseThrow();
    return some.join(held, same, "left_anti");
  }

  /** The table's row of each of {@code origins}' keys, all columns. */
  Dataset<Row> rowsOf(Dataset<Row> origins) {
    Column sameKey =
        key.stream()
            .map(
                column ->
                    rows.col(Columns.quoted(column)).equalTo(origins.col(Columns.quoted(column))))
            .reduce(Column::and)
            .orElseThrow();
    return rows.join(functions.broadcast(origins), sameKey, "left_semi").drop(FILE, POS);
  }
}
