package io.firn.cli;

import io.firn.cli.console.Narrator;
import io.firn.config.Pipeline;
import io.firn.model.Acceptance;
import io.firn.model.RunKey;
import io.firn.run.PipelineRun;
import io.firn.run.RunListener;
import io.firn.run.RunReport;
import io.firn.run.Selection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Opens a pipeline for the verbs that work on its tables in this process. */
final class LocalRun {
  private LocalRun() {}

  /** From here on Iceberg, Kafka and, when there are rows, Spark are loaded. */
  static <T> T with(
      Invocation invocation,
      Pipeline pipeline,
      RunListener listener,
      Function<PipelineRun, T> work) {
    invocation.log().configure(pipeline.reports(), invocation.options().verbose());
    try (PipelineRun run =
        new PipelineRun(pipeline, LocalJobs.all(), invocation.surroundings().clock(), listener)) {
      return work.apply(run);
    }
  }

  /**
   * Runs the selected units and shows how they go on.
   *
   * @param acceptances breaks in the inputs' history to let pass
   * @param listener what to tell of it
   */
  static RunReport run(
      Invocation invocation,
      Pipeline pipeline,
      Selection selection,
      RunKey key,
      List<Acceptance> acceptances,
      Function<Narrator.Progress, RunListener> listener) {
    return run(
        invocation,
        pipeline,
        key,
        selection.units().size(),
        listener,
        (run, progress) -> run.run(selection, key, acceptances));
  }

  /**
   * Shows how {@code work} under {@code key} goes on.
   *
   * @param units that it runs
   */
  static RunReport run(
      Invocation invocation,
      Pipeline pipeline,
      RunKey key,
      int units,
      Function<Narrator.Progress, RunListener> listener,
      BiFunction<PipelineRun, Narrator.Progress, RunReport> work) {
    try (Narrator.Progress progress = invocation.narrator().progress(pipeline.name(), units)) {
      progress.note("run " + key);
      RunListener told = listener.apply(progress);
      return with(invocation, pipeline, told, run -> work.apply(run, progress));
    }
  }
}
