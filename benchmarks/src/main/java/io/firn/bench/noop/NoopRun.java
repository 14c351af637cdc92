package io.firn.bench.noop;

import io.firn.bench.landing.TableFiles;
import io.firn.bench.measure.Peer;
import io.firn.bench.measure.Work;
import io.firn.bronze.BronzeJob;
import io.firn.config.Pipeline;
import io.firn.model.Outcome;
import io.firn.model.RunKey;
import io.firn.model.UnitName;
import io.firn.run.PipelineRun;
import io.firn.run.RunListener;
import io.firn.run.RunReport;
import io.firn.run.Selection;
import io.firn.run.UnitReport;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** The run, under a key that no run had before. */
final class NoopRun implements Peer {
  static final String NAME = "run";

  private final Pipeline pipeline;
  private Map<UnitName, Long> before = Map.of();
  private RunKey key;
  private RunReport report;

  NoopRun(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void prepare(int round) {
    key = new RunKey("noop-" + round);
    before = snapshots();
  }

  @Override
  public void run() {
    Selection selection = Selection.of(pipeline, List.of());
    try (PipelineRun run =
        new PipelineRun(
            pipeline, List.of(new BronzeJob()), Clock.systemUTC(), RunListener.SILENT)) {
      report = run.run(selection, key);
    }
  }

  /** Every unit must have had nothing to do, no table a new snapshot, and Spark must not run. */
  @Override
  public Work check() {
    for (UnitReport unit : report.units()) {
      if (!(unit.outcome() instanceof Outcome.NothingToDo)) {
        throw new IllegalStateException(
            unit.unit() + " ended with " + unit.outcome() + ", expected nothing to do");
      }
    }
    if (!snapshots().equals(before)) {
      throw new IllegalStateException("a run without new data made a commit");
    }
    if (SparkSession.getDefaultSession().isDefined()) {
      throw new IllegalStateException("a run without new data started Spark");
    }
    return Work.ofRows(report.units().size());
  }

  private Map<UnitName, Long> snapshots() {
    Map<UnitName, Long> snapshots = new TreeMap<>();
    try (TableFiles files = new TableFiles(pipeline.catalog())) {
      for (UnitName unit : pipeline.units()) {
        snapshots.put(unit, files.table(unit.tableName()).currentSnapshot().snapshotId());
      }
    }
    return snapshots;
  }
}
