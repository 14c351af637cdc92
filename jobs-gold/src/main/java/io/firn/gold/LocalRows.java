package io.firn.gold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A few rows on the driver, in Spark's own form: none of their values goes through a Java type and
 * back, and Spark knows of plans over them how many they are.
 *
 * @param columns as the dataset had them that they come from
 */
record LocalRows(List<Attribute> columns, List<InternalRow> rows) {
  LocalRows {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** All rows; empty when they are more than {@code most}. */
  static Optional<LocalRows> collect(Dataset<Row> rows, int most) {
    org.apache.spark.sql.classic.Dataset<Row> limited =
        (org.apache.spark.sql.classic.Dataset<Row>) rows.limit(most + 1);
    InternalRow[] collected = limited.queryExecution().executedPlan().executeCollect();
    return collected.length > most
        ? Optional.empty()
        : Optional.of(
            new LocalRows(
                CollectionConverters.asJava(limited.queryExecution().analyzed().output()),
                Arrays.asList(collected)));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** As a plan whose columns have ids of their own. */
  LocalRelation relation() {
    List<Attribute> fresh = new ArrayList<>();
    columns.forEach(
        column -> fresh.add(((AttributeReference) column.newInstance()).withNullability(true)));
    return new LocalRelation(
        CollectionConverters.asScala(fresh).toSeq(),
        CollectionConverters.asScala(rows).toSeq(),
        false,
        scala.Option.empty());
  }

  Dataset<Row> dataset(SparkSession spark) {
    return Dataset$.MODULE$.ofRows(spark, relation());
  }
}
