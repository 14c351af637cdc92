package io.firn.run;

import io.firn.config.Pipeline;
import io.firn.model.Acceptance;
import io.firn.model.RunKey;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apache.iceberg.catalog.Catalog;
import org.apache.spark.sql.SparkSession;

/**
 * What a job needs from outside.
 *
 * @param catalog the pipeline's Iceberg catalog, opened
 * @param spark starts the session at the first call; a run without new data never calls it
 * @param acceptances breaks in the inputs' history that a person lets pass in this run
 * @param startedAt the run's one reading of the clock; every row of the run carries it
 * @param pins the states of inputs that all units of the run share
 */
public record JobContext(
    Pipeline pipeline,
    Catalog catalog,
    Supplier<SparkSession> spark,
    RunKey runKey,
    List<Acceptance> acceptances,
    Instant startedAt,
    Pins pins) {
  public JobContext {
    acceptances = List.copyOf(acceptances);
  }

  /** Of a run that begins here. */
  public JobContext(
      Pipeline pipeline,
      Catalog catalog,
      Supplier<SparkSession> spark,
      RunKey runKey,
      List<Acceptance> acceptances,
      Instant startedAt) {
    this(pipeline, catalog, spark, runKey, acceptances, startedAt, new Pins());
  }
}
