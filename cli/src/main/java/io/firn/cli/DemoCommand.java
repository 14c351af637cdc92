package io.firn.cli;

import io.firn.cli.console.Narrator;
import io.firn.cli.demo.Demo;
import io.firn.cli.demo.DemoResult;
import io.firn.cli.demo.DemoStage;
import io.firn.config.Pipeline;
import io.firn.model.Failure;
import io.firn.model.Outcome;
import io.firn.model.RunKey;
import io.firn.model.UnitName;
import io.firn.run.PlanSummary;
import io.firn.run.RunListener;
import io.firn.run.RunReport;
import io.firn.run.RunReportJson;
import io.firn.run.Selection;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code firn demo}. */
@Command(
    name = "demo",
    header = "See Firn at work: real databases, Debezium, Kafka, bronze to gold, in a minute.",
    description =
        "%nStarts Kafka, Kafka Connect with Debezium and a database as child processes, fills two"
            + " tenants' databases, captures them, and runs the example's pipeline. Then the"
            + " databases change (a new column among it), the pipeline runs again, and every silver"
            + " table is compared with the database it came from, row by row and column by column.",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every silver table equals its source",
      "1:one does not, or a defect in Firn",
      "20:unknown example, or a folder that holds something else",
      "40:a part did not start"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  # the retail example, in ./firn-demo",
      "  firn demo",
      "",
      "  # a helpdesk on MariaDB",
      "  firn demo --example helpdesk",
      "  # a shop's documents as MongoDB has them, in events of Debezium's own code",
      "  firn demo --example shop-mongo",
      "",
      "  # keep Kafka and the databases up afterwards, to play with",
      "  firn demo --keep",
      "",
      "  # the figures alone",
      "  firn demo --dir /tmp/demo --output json | jq .comparisons"
    })
final class DemoCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Option(
      names = "--example",
      paramLabel = "NAME",
      defaultValue = "retail",
      description = "A folder of examples/. Default: ${DEFAULT-VALUE}.")
  private String example;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "firn-demo",
      description =
          "Where everything goes; an earlier demo there is replaced. Default: ${DEFAULT-VALUE}.")
  private Path directory;

  @Option(names = "--keep", description = "Leave the parts running at the end, until Ctrl-C.")
  private boolean keep;

  DemoCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    // Before the first JDBC driver is loaded: some of them start the logging.
    invocation.log().configure(directory.resolve("reports"), invocation.options().verbose());
    Path home = invocation.surroundings().home();
    return new Demo(new Demo.Settings(home, example, directory, keep), new Stage()).run();
  }

  /** Tells that a unit ended; what it did stands in the table that follows. */
  private record Ends(Narrator.Progress progress) implements RunListener {
    @Override
    public void planned(PlanSummary plan) {}

    @Override
    public void started(UnitName unit) {}

    @Override
    public void finished(UnitName unit, Outcome outcome, Duration took) {
      String word = progress.paint().word(outcome.status());
      progress.step(unit + " " + word + " (" + Counted.time(took) + ")");
      outcome.failure().map(Failure::lines).ifPresent(progress::note);
    }
  }

  /** Everything else that the demo does, as the other verbs do it. */
  private final class Stage implements DemoStage {
    @Override
    public Narrator narrator() {
      return invocation.narrator();
    }

    @Override
    public Clock clock() {
      return invocation.surroundings().clock();
    }

    @Override
    public Pipeline load(Path file) {
      return PipelineOption.load(file, invocation.surroundings().environment());
    }

    @Override
    public RunReport run(Pipeline pipeline, RunKey key) {
      Selection all = Selection.of(pipeline, List.of());
      RunReport report = LocalRun.run(invocation, pipeline, all, key, List.of(), Ends::new);
      RunReportJson.writeTo(report, RunReportJson.defaultPlace(pipeline.reports(), report));
      return report;
    }

    @Override
    public void end(DemoResult result) {
      if (!keep) {
        print(result);
        return;
      }
      try (StopSignal stop = StopSignal.listen()) {
        print(result);
        stop.await();
        invocation.surroundings().err().println("stopping");
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    private void print(DemoResult result) {
      invocation.result(result::json, () -> {});
    }
  }
}
