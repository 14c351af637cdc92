package io.firn.cli;

import io.firn.bronze.Quarantine;
import io.firn.bronze.QuarantinedRecord;
import io.firn.config.Pipeline;
import io.firn.run.JobContext;
import io.firn.run.RunListener;
import java.util.List;
import java.util.function.BiFunction;

/** Opens a pipeline's quarantine for the verbs that work on it in this process. */
final class LocalQuarantine {
  private LocalQuarantine() {}

  /**
   * @param verb begins the run key that stands with what is done
   */
  static <T> T with(
      Invocation invocation,
      Pipeline pipeline,
      String verb,
      BiFunction<JobContext, Quarantine, T> work) {
    return LocalRun.with(
        invocation,
        pipeline,
        RunListener.SILENT,
        run -> {
          JobContext context =
              run.context(RunKeyOption.fresh(verb, invocation.surroundings().clock()));
          return work.apply(
              context, new Quarantine(context, System.getProperty("user.name", "unknown")));
        });
  }

  /** Those about which nothing was decided. */
  static List<QuarantinedRecord> waiting(List<QuarantinedRecord> records) {
    return records.stream().filter(record -> record.resolution().isEmpty()).toList();
  }
}
