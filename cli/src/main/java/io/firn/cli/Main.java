package io.firn.cli;

import io.firn.cli.console.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/** Where the process starts and, alone, ends. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    // A library that prints must not spoil a result that a program reads.
    System.setOut(err);
    System.setErr(err);
    Surroundings surroundings =
        new Surroundings(
            System.in,
            out,
            err,
            System::getenv,
            Terminal.fromLauncher(System.getProperties()),
            Clock.systemUTC(),
            Path.of(System.getProperty("firn.home", "")).toAbsolutePath());
    int exitCode = Cli.execute(surroundings, arguments);
    out.flush();
    err.flush();
    System.exit(exitCode);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
