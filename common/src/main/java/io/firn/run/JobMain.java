package io.firn.run;

import io.firn.config.Pipeline;
import io.firn.model.Acceptance;
import io.firn.model.ErrorKind;
import io.firn.model.FirnException;
import io.firn.model.RunKey;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line of the {@code spark-submit} entries: the same run, run key and report as {@code
 * firn run}.
 */
public final class JobMain {
  private JobMain() {}

  /** Runs and ends the process with the exit code: the only place in a job where it ends. */
  public static void exit(String[] args, List<Job> jobs) {
    System.exit(run(args, jobs));
  }

  /** Runs and returns the exit code. */
  public static int run(String[] args, List<Job> jobs) {
    CommandLine command = new CommandLine(new Submit(jobs));
    command.setExecutionExceptionHandler(
        (thrown, line, parsed) -> {
          if (thrown instanceof FirnException recognised) {
            line.getErr().println(recognised.failure().lines());
            return recognised.failure().kind().exitCode();
          }
          thrown.printStackTrace(line.getErr());
          return ErrorKind.INTERNAL.exitCode();
        });
    command.getCommandSpec().exitCodeOnInvalidInput(ErrorKind.USAGE.exitCode());
    return command.execute(args);
  }

  @Command(
      name = "firn-job",
      mixinStandardHelpOptions = true,
      description = "Runs units of a pipeline on the Spark that started this process.")
  private static final class Submit implements Callable<Integer> {
    private final List<Job> jobs;

    @Spec private CommandSpec spec;

    @Option(
        names = {"-p", "--pipeline"},
        required = true,
        description = "Pipeline file, or manifest written by 'firn compile' (*.json).")
    private Path pipelineFile;

    @Option(
        names = {"-s", "--select"},
        split = ",",
        description = "Units or layers; default: all units of this job's layer.")
    private List<String> select = List.of();

    @Option(
        names = "--run-key",
        required = true,
        description = "A unit that committed under this key before does nothing.")
    private String runKey;

    @Option(
        names = "--accept",
        paramLabel = "KIND=TOPIC",
        description = "A break in a topic's history to let pass, as the refusal says.")
    private List<String> accept = List.of();

    @Option(
        names = "--report",
        description = "Where to write the run report; default: in the pipeline's reports folder.")
    private Optional<Path> report = Optional.empty();

    private Submit(List<Job> jobs) {
      this.jobs = jobs;
    }

    @Override
    public Integer call() {
      Pipeline pipeline = PipelineFiles.read(pipelineFile, System::getenv);
      List<String> selectors =
          select.isEmpty() ? jobs.stream().map(job -> job.layer().id()).toList() : select;
      Selection selection = Selection.of(pipeline, selectors);
      PrintWriter out = spec.commandLine().getErr();
      try (PipelineRun run =
          new PipelineRun(pipeline, jobs, Clock.systemUTC(), new LineListener(out))) {
        RunReport ended = run.run(selection, new RunKey(runKey), accepted());
        Path place = report.orElseGet(() -> RunReportJson.defaultPlace(pipeline.reports(), ended));
        RunReportJson.writeTo(ended, place);
        out.println("run report: " + place);
        return ended.exitCode();
      }
    }

    private List<Acceptance> accepted() {
      try {
        return accept.stream().map(Acceptance::parse).toList();
      } catch (IllegalArgumentException unknown) {
        throw new ParameterException(spec.commandLine(), "--accept: " + unknown.getMessage());
      }
    }
  }
}
