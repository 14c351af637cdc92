package io.firn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where warnings of Spark and stack traces go: {@code firn.log}, created at the first line.
 *
 * <p>Log4j reads the properties set here when the first class of Spark or Iceberg is loaded, so the
 * place must be chosen before. Nothing here touches Log4j itself: the quick verbs never load it.
 */
final class LogFile {
  private static final String CONFIGURATION = "classpath:io/firn/cli/log4j2.properties";

  private Path file = Path.of(".firn", "logs", "firn.log");

  /** Chooses the folder and whether warnings show on standard error as well. */
  void configure(Path reports, boolean verbose) {
    file = reports.resolve("logs").resolve("firn.log");
    System.setProperty("log4j2.configurationFile", CONFIGURATION);
    System.setProperty("firn.log.file", file.toString());
    System.setProperty("firn.log.console", verbose ? "WARN" : "OFF");
  }

  Path file() {
    return file;
  }

  /** Appends a stack trace; returns false when the file cannot be written. */
  boolean append(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(
          file, trace.toString(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return true;
    } catch (IOException unwritable) {
      return false;
    }
  }
}
