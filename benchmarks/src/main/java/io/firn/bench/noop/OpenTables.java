package io.firn.bench.noop;

import io.firn.bench.landing.TableFiles;
import io.firn.bench.measure.Peer;
import io.firn.bench.measure.Work;
import io.firn.config.Pipeline;
import io.firn.run.Parallel;

/** The least that any run must do: each table's metadata is asked for and read, once. */
final class OpenTables implements Peer {
  static final String NAME = "open tables";

  private static final int PARALLEL = 32;

  private final Pipeline pipeline;
  private long opened;

  OpenTables(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void prepare(int round) {
    opened = 0;
  }

  @Override
  public void run() {
    try (TableFiles files = new TableFiles(pipeline.catalog())) {
      opened =
          Parallel.map(pipeline.units(), PARALLEL, unit -> files.table(unit.tableName())).size();
    }
  }

  @Override
  public Work check() {
    return Work.ofRows(opened);
  }
}
