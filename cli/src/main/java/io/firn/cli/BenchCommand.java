package io.firn.cli;

import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/**
 * {@code firn bench} for the list of verbs and for completion. The benchmarks are a program of
 * their own, which the launcher starts when its first word is {@code bench}; one with other words
 * before it ends up here.
 */
@Command(
    name = "bench",
    header = "Measure what Firn costs, beside peers that do the same work.",
    description =
        "%nThe benchmarks are a program of their own: 'bench' is the first word after 'firn'."
            + " What each measures, and all options: firn bench --help",
    parameterListHeading = "%nBenchmarks:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured, whatever the figures are", "1:a peer failed", "20:wrong usage"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  # a million events through bronze, beside Spark reading and dropping them",
      "  firn bench landing",
      "",
      "  # a first look in a minute",
      "  firn bench landing --events 100000 --rounds 1",
      "",
      "  # a whole run over five small tables beside a bare Spark session, for a program",
      "  firn bench start --output json | jq '.figures'"
    })
final class BenchCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      completionCandidates = Names.class,
      description = "What to measure: ${COMPLETION-CANDIDATES}.")
  private String name;

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Unmatched
  private List<String> others;

  @Override
  public Integer call() {
    throw new FirnException(
        new Failure(
            ErrorKind.USAGE,
            "Cannot start the benchmarks",
            "firn … bench",
            "'bench' as the first word after 'firn'",
            "other words before it",
            "Run: firn bench " + (name == null ? "NAME" : name) + " [OPTIONS]"));
  }

  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("crash", "gold", "landing", "noop", "start", "upsert").iterator();
    }
  }
}
