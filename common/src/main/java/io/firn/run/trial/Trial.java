package io.firn.run.trial;

import io.firn.config.Pipeline;
import io.firn.model.Layer;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A layer's own way from given rows to the rows that it would write, without any table. */
public interface Trial {
  Layer layer();

  /**
   * What the unit's query reads and what is known of it; empty when the unit has no query of the
   * pipeline's own.
   */
  Map<TableName, KnownColumns> inputs(UnitName unit, Pipeline pipeline);

  /** Columns that identify a row of the result. */
  List<String> identity(UnitName unit, Pipeline pipeline);

  /**
   * The rows that the unit makes of {@code given}; nothing is computed yet.
   *
   * @param given by table, for each of {@link #inputs}
   * @throws io.firn.model.FirnException CONFIG as a run would refuse the query
   */
  Dataset<Row> rows(
      UnitName unit, Pipeline pipeline, Map<TableName, Dataset<Row>> given, SparkSession spark);
}
