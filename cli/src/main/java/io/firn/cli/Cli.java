package io.firn.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.RunLast;

/**
 * Puts the verbs together. The one place that names them all; the launcher's list of verbs that
 * want the optimising compiler is checked against it.
 */
public final class Cli {
  private static final int NARROWEST = 60;
  private static final int WIDEST = 100;

  private Cli() {}

  /** Runs one command line to its exit code; never throws. */
  public static int execute(Surroundings surroundings, String... arguments) {
    Invocation invocation = new Invocation(surroundings, new OutputOptions());
    try {
      return commandLine(invocation).execute(arguments);
    } catch (Error defect) {
      // picocli passes exceptions to the handler below, but no errors: a missing class, no memory.
      return new ErrorReport(invocation).tell(defect);
    }
  }

  static CommandLine commandLine(Surroundings surroundings) {
    return commandLine(new Invocation(surroundings, new OutputOptions()));
  }

  private static CommandLine commandLine(Invocation invocation) {
    Surroundings surroundings = invocation.surroundings();
    CommandLine root =
        new CommandLine(new FirnCommand(invocation.options()))
            .addSubcommand(new InitCommand(invocation))
            .addSubcommand(new ValidateCommand(invocation))
            .addSubcommand(new CompileCommand(invocation))
            .addSubcommand(new TestCommand(invocation))
            .addSubcommand(new PlanCommand(invocation))
            .addSubcommand(new RunCommand(invocation))
            .addSubcommand(new StatusCommand(invocation))
            .addSubcommand(new VerifyCommand(invocation))
            .addSubcommand(new ExplainCommand(invocation))
            .addSubcommand(new RewindCommand(invocation))
            .addSubcommand(new MaintainCommand(invocation))
            .addSubcommand(new ReplayCommand(invocation))
            .addSubcommand(cut(invocation))
            .addSubcommand(schema(invocation))
            .addSubcommand(new LineageCommand(invocation))
            .addSubcommand(quarantine(invocation))
            .addSubcommand(new SandboxCommand(invocation))
            .addSubcommand(new DemoCommand(invocation))
            .addSubcommand(new BenchCommand())
            .addSubcommand(new CompletionCommand(invocation));
    int columns = surroundings.terminal().columns();
    root.setUsageHelpWidth(Math.max(NARROWEST, Math.min(WIDEST, columns)));
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setExpandAtFiles(false);
    root.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
    root.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
    root.setParameterExceptionHandler(new UsageErrors(invocation));
    root.setExecutionExceptionHandler(
        (thrown, verb, parsed) -> new ErrorReport(invocation).tell(thrown));
    root.setExecutionStrategy(
        parsed -> {
          root.setColorScheme(Help.defaultColorScheme(ansi(invocation)));
          return new RunLast().execute(parsed);
        });
    root.setColorScheme(Help.defaultColorScheme(ansi(invocation)));
    return root;
  }

  private static CommandLine cut(Invocation invocation) {
    return new CommandLine(new CutCommand())
        .addSubcommand(new CutListCommand(invocation))
        .addSubcommand(new CutTagCommand(invocation))
        .addSubcommand(new CutShowCommand(invocation));
  }

  private static CommandLine schema(Invocation invocation) {
    return new CommandLine(new SchemaCommand())
        .addSubcommand(new SchemaHistoryCommand(invocation))
        .addSubcommand(new SchemaShowCommand(invocation));
  }

  private static CommandLine quarantine(Invocation invocation) {
    return new CommandLine(new QuarantineCommand())
        .addSubcommand(new QuarantineListCommand(invocation))
        .addSubcommand(new QuarantineShowCommand(invocation))
        .addSubcommand(new QuarantineRetryCommand(invocation))
        .addSubcommand(new QuarantineDiscardCommand(invocation));
  }

  private static Ansi ansi(Invocation invocation) {
    return invocation.results().paint().on() ? Ansi.ON : Ansi.OFF;
  }
}
