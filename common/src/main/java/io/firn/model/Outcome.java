package io.firn.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** How one unit ended. */
public sealed interface Outcome {

  /** One word for reports and scripts. */
  String status();

  /** The failure, when there is one, decides the exit code. */
  default Optional<Failure> failure() {
    return Optional.empty();
  }

  /**
   * A snapshot was committed.
   *
   * @param range the range as text, e.g. {@code 3 topics, 120 offsets} or {@code (17, 42]}
   * @param counts what was counted, by name ({@code written}, {@code upserted}, {@code deleted}, …)
   * @param ledger one entry per topic-partition; empty outside bronze
   * @param changes schema changes made in this run, one sentence each
   * @param verdicts what came of the table's expectations
   */
  record Committed(
      long snapshotId,
      String range,
      SortedMap<String, Long> counts,
      List<LedgerEntry> ledger,
      List<String> changes,
      List<Verdict> verdicts)
      implements Outcome {
    public Committed {
      counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
      ledger = List.copyOf(ledger);
      changes = List.copyOf(changes);
      verdicts = List.copyOf(verdicts);
    }

    /** Of a table of which nothing is expected. */
    public Committed(
        long snapshotId,
        String range,
        SortedMap<String, Long> counts,
        List<LedgerEntry> ledger,
        List<String> changes) {
      this(snapshotId, range, counts, ledger, changes, List.of());
    }

    public Committed(long snapshotId, String range, Map<String, Long> counts) {
      this(snapshotId, range, new TreeMap<>(counts), List.of(), List.of());
    }

    @Override
    public String status() {
      return "committed";
    }
  }

  /** Nothing to do; {@code reason} says why: no new data, or the run key was used before. */
  record NothingToDo(String reason) implements Outcome {
    @Override
    public String status() {
      return "no-op";
    }
  }

  /** The unit stopped. Its table is as it was before. */
  record Failed(Failure cause) implements Outcome {
    @Override
    public String status() {
      return "failed";
    }

    @Override
    public Optional<Failure> failure() {
      return Optional.of(cause);
    }
  }

  /** Not started because a unit it reads from failed. */
  record Skipped(UnitName because) implements Outcome {
    @Override
    public String status() {
      return "skipped";
    }
  }
}
