package io.firn.cli;

import io.firn.config.Pipeline;
import io.firn.gold.GoldTrial;
import io.firn.model.Layer;
import io.firn.model.UnitName;
import io.firn.run.PipelineRun;
import io.firn.run.RunListener;
import io.firn.run.lineage.PipelineLineage;
import io.firn.run.lineage.UnitLineage;
import io.firn.silver.SilverShapes;
import io.firn.silver.SilverTrial;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads lineage in this process; from here on Spark is loaded. */
final class LocalLineage {
  private LocalLineage() {}

  /** Of the units and of all silver and gold units that they are made of. */
  static SortedMap<UnitName, UnitLineage> of(
      Invocation invocation, Pipeline pipeline, Collection<UnitName> units) {
    SortedMap<UnitName, UnitLineage> all = new TreeMap<>();
    LazyRun run = new LazyRun(invocation, pipeline);
    invocation.log().configure(pipeline.reports(), invocation.options().verbose());
    try (run;
        PipelineLineage lineage =
            new PipelineLineage(
                pipeline,
                List.of(new SilverTrial(), new GoldTrial()),
                new SilverShapes(),
                () -> run.get().catalog())) {
      units.forEach(unit -> add(unit, pipeline, lineage, all));
    }
    return all;
  }

  private static void add(
      UnitName unit,
      Pipeline pipeline,
      PipelineLineage lineage,
      SortedMap<UnitName, UnitLineage> all) {
    if (unit.layer() == Layer.BRONZE || all.containsKey(unit)) {
      return;
    }
    all.put(unit, lineage.of(unit));
    pipeline.inputs(unit).forEach(input -> add(input, pipeline, lineage, all));
  }

  /** Opens the catalog when somebody asks for it, and closes it when somebody did. */
  private static final class LazyRun implements AutoCloseable {
    private final Invocation invocation;
    private final Pipeline pipeline;
    private PipelineRun opened;

    private LazyRun(Invocation invocation, Pipeline pipeline) {
      this.invocation = invocation;
      this.pipeline = pipeline;
    }

    private PipelineRun get() {
      if (opened == null) {
        opened =
            new PipelineRun(
                pipeline, LocalJobs.all(), invocation.surroundings().clock(), RunListener.SILENT);
      }
      return opened;
    }

    @Override
    public void close() {
      if (opened != null) {
        opened.close();
      }
    }
  }
}
