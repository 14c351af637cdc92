package io.firn.bench;

import io.firn.cli.Surroundings;
import io.firn.cli.console.Terminal;
import io.firn.model.ErrorKind;
import io.firn.model.FirnException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine;

/**
 * Where {@code firn bench} starts and, alone, ends. A program of its own, with a class path of its
 * own: the servers' starters and the workloads have no place in the class path of {@code firn run}.
 */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    // A library that prints must not spoil a result that a program reads.
    System.setOut(err);
    System.setErr(err);
    // Log4j reads it when the first class of Spark is loaded.
    System.setProperty("log4j2.configurationFile", "classpath:io/firn/bench/log4j2.properties");
    Surroundings surroundings =
        new Surroundings(
            out,
            err,
            System::getenv,
            Terminal.fromLauncher(System.getProperties()),
            Clock.systemUTC(),
            Path.of(System.getProperty("firn.home", "")).toAbsolutePath());
    int exitCode = commandLine(surroundings).execute(arguments);
    out.flush();
    err.flush();
    System.exit(exitCode);
  }

  static CommandLine commandLine(Surroundings surroundings) {
    CommandLine command = new CommandLine(new BenchCommand(surroundings));
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
    command.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
    command.getCommandSpec().exitCodeOnInvalidInput(ErrorKind.USAGE.exitCode());
    command.setExecutionExceptionHandler(
        (thrown, line, parsed) -> {
          if (thrown instanceof FirnException recognised) {
            line.getErr().println(recognised.failure().lines());
            return recognised.failure().kind().exitCode();
          }
          thrown.printStackTrace(line.getErr());
          return ErrorKind.INTERNAL.exitCode();
        });
    return command;
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
