package io.firn.cli.demo;

import io.firn.cli.console.Narrator;
import io.firn.config.Pipeline;
import io.firn.model.RunKey;
import io.firn.run.RunReport;
import java.nio.file.Path;
import java.time.Clock;

/** What the demo takes from the verb that starts it. */
public interface DemoStage {
  Narrator narrator();

  Clock clock();

  /** Reads the pipeline as every other verb does. */
  Pipeline load(Path file);

  /** Runs all units as {@code firn run} does, and keeps the report where that does. */
  RunReport run(Pipeline pipeline, RunKey key);

  /** Prints the figures where a program asked for them; waits where the parts stay up. */
  void end(DemoResult result);
}
