package io.firn.transform;

import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a silver table makes of its typed rows, as code: {@code transform =
 * "class:com.acme.Orders"}. The class is public, has a public constructor without parameters, and
 * lies on the class path of the run ({@code FIRN_CLASSPATH} of {@code firn}, {@code --jars} of
 * {@code spark-submit}).
 *
 * <p>It describes and computes nothing: it gets an empty dataset with the table's columns and
 * answers with one that is made of it by projections and filters. Firn reads the plan of the answer
 * and applies it to the rows that changed. What needs another row, a clock, chance or the world
 * outside is refused by name.
 *
 * <p>A change of the class's own code is noticed by its class file; one of a class that it calls is
 * not, so rebuild the table then ({@code firn run --rebuild}).
 */
public interface RowTransform {
  /**
   * The rows of the table.
   *
   * @param rows a column for each that the source has or the pipeline declares
   * @return with the key's columns, and {@code tenant} where there is one, as they are
   */
  Dataset<Row> apply(Dataset<Row> rows);

  /**
   * Names ({@code udf.withName("net_price")}) of user-defined functions that always give the same
   * result for the same arguments. Others are refused, since Spark does not know it of any.
   */
  default Set<String> deterministicFunctions() {
    return Set.of();
  }
}
