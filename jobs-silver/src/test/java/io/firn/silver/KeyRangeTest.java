package io.firn.silver;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.testkit.LocalSpark;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class KeyRangeTest {
  private static final StructType KEYS =
      new StructType().add("tenant", "string").add("a.b", "int").add("share", "double");

  @Test
  void itHoldsEveryKeyThatItIsMadeOfAndLeavesOutWhatLiesOutside() {
    SparkSession spark = LocalSpark.session();
    Dataset<Row> keys = rows(spark, row("acme", 5, Double.NaN), row("beta", 9, 1));
    KeyRange range = new KeyRange(KEYS);
    List<Column> bounds = range.bounds();
    Row counted =
        keys.agg(functions.count(functions.lit(1)), bounds.toArray(Column[]::new)).first();

    Column holds = range.holds(counted, 1);

    assertThat(keys.filter(holds).count()).isEqualTo(2);
    assertThat(
            rows(spark, row("acme", 4, 1), row("zulu", 6, 1), row("acme", 6, 7))
                .filter(holds)
                .collectAsList())
        .containsExactly(row("acme", 6, 7));
  }

  private static Row row(String tenant, int id, double share) {
    return RowFactory.create(tenant, id, share);
  }

  private static Dataset<Row> rows(SparkSession spark, Row... rows) {
    return spark.createDataFrame(List.of(rows), KEYS);
  }
}
