package io.firn.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.cli.console.Grid;
import io.firn.cli.console.Narrator;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.sandbox.PartName;
import io.firn.sandbox.Sandbox;
import io.firn.sandbox.SandboxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code firn sandbox}. */
@Command(
    name = "sandbox",
    header = "Start real Kafka, Connect, databases, object store, catalog; keep them up.",
    description =
        "%nThe parts come from Maven Central and run as child processes on free ports of this"
            + " machine. Prints their addresses when all are ready, then waits for Ctrl-C or"
            + " SIGTERM, stops every part and ends. For trying out and for tests, not for data"
            + " that matters.",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:stopped on request", "20:unknown part", "40:a part did not start"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  # a broker and an Iceberg REST catalog over an S3 store",
      "  firn sandbox --with kafka,s3,rest",
      "",
      "  # from a script: one line of JSON as soon as all is ready",
      "  firn sandbox --with kafka,connect,postgres --dir /tmp/sandbox --output json"
    })
final class SandboxCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Option(
      names = "--with",
      paramLabel = "PART",
      split = ",",
      required = true,
      converter = PartConverter.class,
      completionCandidates = PartCandidates.class,
      description =
          "The parts: ${COMPLETION-CANDIDATES}. connect brings kafka along; rest keeps its tables"
              + " in s3 when both run.")
  private Set<PartName> parts;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = ".firn/sandbox",
      description = "Where data and logs of the parts go. Default: ${DEFAULT-VALUE}.")
  private Path directory;

  SandboxCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Sandbox sandbox = start();
        StopSignal stop = StopSignal.listen()) {
      tell(sandbox.addresses());
      stop.await();
      invocation.surroundings().err().println("stopping");
    }
    return 0;
  }

  private Sandbox start() {
    try (Narrator.Progress progress = invocation.narrator().progress("sandbox", 0)) {
      return Sandbox.start(directory.toAbsolutePath().normalize(), parts, progress::note);
    } catch (SandboxException notStarted) {
      throw new FirnException(
          new Failure(
              ErrorKind.TRANSIENT,
              "The sandbox did not start",
              directory.toString(),
              "all of " + parts + " ready",
              notStarted.getMessage(),
              "Read the part's log in that folder; try again with another --dir."),
          notStarted);
    }
  }

  private void tell(Map<String, String> addresses) {
    if (invocation.options().json()) {
      ObjectNode line = Json.object();
      addresses.forEach(line::put);
      invocation.surroundings().out().println(line);
    } else {
      Grid.Builder grid = Grid.of("PART", "ADDRESS");
      addresses.forEach(grid::row);
      invocation.narrator().table(grid.build());
      invocation.narrator().line("ready; Ctrl-C stops everything");
    }
  }

  /** Turns an unknown part into a usage error with the nearest name. */
  static final class PartConverter implements ITypeConverter<PartName> {
    @Override
    public PartName convert(String text) {
      try {
        return PartName.parse(text);
      } catch (IllegalArgumentException unknown) {
        throw new TypeConversionException(unknown.getMessage());
      }
    }
  }

  static final class PartCandidates implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(PartName.values()).map(PartName::text).iterator();
    }
  }
}
