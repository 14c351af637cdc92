package io.firn.cli;

import io.firn.cli.trial.TrialView;
import io.firn.config.Pipeline;
import io.firn.gold.GoldTrial;
import io.firn.run.trial.TrialCase;
import io.firn.run.trial.TrialResult;
import io.firn.run.trial.TrialRun;
import io.firn.silver.SilverTrial;
import java.util.ArrayList;
import java.util.List;

/** Carries tests out in this process; from here on Spark is loaded. */
final class LocalTrials {
  private LocalTrials() {}

  /** Tells of each test as soon as it ends. */
  static List<TrialResult> run(Invocation invocation, Pipeline pipeline, List<TrialCase> cases) {
    invocation.log().configure(pipeline.reports(), invocation.options().verbose());
    List<TrialResult> results = new ArrayList<>();
    try (TrialRun run =
        new TrialRun(
            pipeline,
            List.of(new SilverTrial(), new GoldTrial()),
            invocation.surroundings().clock())) {
      for (TrialCase test : cases) {
        TrialResult result = run.of(test);
        if (!invocation.options().json()) {
          TrialView.tell(result, invocation.narrator());
        }
        results.add(result);
      }
    }
    return results;
  }
}
