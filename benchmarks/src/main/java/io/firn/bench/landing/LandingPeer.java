package io.firn.bench.landing;

import io.firn.bench.measure.Peer;
import io.firn.bench.measure.Work;
import io.firn.bronze.BronzeJob;
import io.firn.model.FirnException;
import io.firn.model.LedgerEntry;
import io.firn.model.Outcome;
import io.firn.model.RunKey;
import io.firn.run.PipelineRun;
import io.firn.run.RunListener;
import io.firn.run.RunReport;
import io.firn.run.Selection;
import io.firn.table.Tables;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.catalog.Catalog;

/**
 * Firn's landing as {@code firn run} does it, from the opening of the catalog to the commit: every
 * record checked, cut, written, counted and committed with its offsets, into a table of its own for
 * each round.
 */
final class LandingPeer implements Peer {
  static final String NAME = "landing";

  private final Path folder;
  private final String bootstrapServers;
  private final long events;
  private LandingPipeline landing;
  private RunKey key;
  private RunReport report;

  LandingPeer(Path folder, String bootstrapServers, long events) {
    this.folder = folder;
    this.bootstrapServers = bootstrapServers;
    this.events = events;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void prepare(int round) {
    landing = LandingPipeline.write(folder, bootstrapServers, round);
    key = new RunKey("bench-" + round);
  }

  @Override
  public void run() {
    Selection selection = Selection.of(landing.pipeline(), List.of());
    try (PipelineRun run =
        new PipelineRun(
            landing.pipeline(), List.of(new BronzeJob()), Clock.systemUTC(), RunListener.SILENT)) {
      report = run.run(selection, key);
    }
  }

  /** The ledger must account for every event as written, and the snapshot must hold them. */
  @Override
  public Work check() {
    Outcome outcome = report.units().get(0).outcome();
    outcome
        .failure()
        .ifPresent(
            failure -> {
              throw new FirnException(failure);
            });
    if (!(outcome instanceof Outcome.Committed committed)) {
      throw new IllegalStateException("the landing ended with " + outcome + ", expected a commit");
    }
    Work work = committedFiles();
    long written = committed.ledger().stream().mapToLong(LedgerEntry::written).sum();
    if (written != events || work.rows() != events) {
      throw new IllegalStateException(
          "the ledger has %d events written and the snapshot %d rows, expected %d: %s"
              .formatted(written, work.rows(), events, committed.counts()));
    }
    return work;
  }

  private Work committedFiles() {
    Catalog catalog = Tables.open(landing.pipeline().catalog());
    try {
      Map<String, String> summary =
          Tables.load(catalog, landing.table()).orElseThrow().currentSnapshot().summary();
      return new Work(
          Long.parseLong(summary.get(SnapshotSummary.ADDED_RECORDS_PROP)),
          Long.parseLong(summary.get(SnapshotSummary.ADDED_FILES_PROP)),
          Long.parseLong(summary.get(SnapshotSummary.ADDED_FILE_SIZE_PROP)));
    } finally {
      close(catalog);
    }
  }

  private static void close(Catalog catalog) {
    if (catalog instanceof Closeable closeable) {
      try {
        closeable.close();
      } catch (IOException failed) {
        throw new UncheckedIOException("cannot close the catalog", failed);
      }
    }
  }
}
