package io.firn.silver;

import static io.firn.silver.TransformPlanTest.sql;
import static io.firn.silver.TransformPlanTest.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.config.SilverTable;
import io.firn.testkit.TestLake;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Law: a transform tells of every key that it was given, at the place of its change. */
class TransformedRowsTest {
  private static final SilverTable TABLE =
      with(sql("select tenant, id, 100 / amount as share from input where amount <> 0"));

  @TempDir private Path folder;
  private TestLake lake;

  @BeforeEach
  void startSpark() {
    lake = TestLake.in(folder, List.of(TABLE), List.of());
  }

  @AfterEach
  void closeLake() {
    lake.close();
  }

  private static RowShape shape(Types.NestedField data) {
    List<Types.NestedField> columns = new ArrayList<>();
    columns.add(Types.NestedField.optional(1, "tenant", Types.StringType.get()));
    columns.add(Types.NestedField.optional(2, "id", Types.IntegerType.get()));
    columns.add(data);
    columns.addAll(Columns.SYSTEM);
    return RowShape.of(TABLE, SilverSchema.withFreshIds(columns));
  }

  private static RowShape typed() {
    return shape(Types.NestedField.optional(3, "amount", Types.IntegerType.get()));
  }

  /** One that stays, one that the filter refuses, one that the source deleted. */
  private Dataset<Row> rows() {
    return lake.spark()
        .createDataFrame(
            List.of(row(1, 4, false), row(2, 0, false), row(3, null, true)), typed().rows());
  }

  private static Row row(int id, Integer amount, boolean gone) {
    return RowFactory.create(
        "acme", id, amount, "r" + id, "p" + id, 0, (long) id, gone, null, null, false);
  }

  private Dataset<Row> transformed(Dataset<Row> rows) {
    Schema schema = typed().schema();
    return TransformedRows.of(
        rows,
        TransformPlan.of(TABLE, schema, lake.context("test")),
        shape(Types.NestedField.optional(3, "share", Types.DoubleType.get())));
  }

  /** The transform as Spark alone would carry it out: the filter takes rows out of sight. */
  private static Dataset<Row> broken(Dataset<Row> rows) {
    return rows.filter("not __gone and amount <> 0")
        .withColumn("share", functions.expr("100 / amount"));
  }

  private boolean tellsOfEveryKey(UnaryOperator<Dataset<Row>> transform) {
    return places(transform.apply(rows())).equals(places(rows()));
  }

  private static Set<String> places(Dataset<Row> rows) {
    return rows.select("id", Columns.POSITION).collectAsList().stream()
        .map(Row::toString)
        .collect(Collectors.toSet());
  }

  @Test
  void everyKeyIsToldAndABrokenTransformIsFound() {
    assertThat(tellsOfEveryKey(this::transformed)).isTrue();
    assertThat(tellsOfEveryKey(TransformedRowsTest::broken)).isFalse();
  }

  @Test
  void whatIsGoneHasItsKeyAndPlaceAndNoValues() {
    List<String> rows =
        transformed(rows())
            .select("id", "share", Columns.RESCUED, Columns.DELETED, Columns.LOST)
            .orderBy("id")
            .collectAsList()
            .stream()
            .map(Row::toString)
            .toList();

    assertThat(rows)
        .containsExactly(
            "[1,25.0,r1,false,false]", "[2,null,r2,true,false]", "[3,null,r3,true,false]");
  }
}
