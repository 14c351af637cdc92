package io.firn.bench.landing;

import io.firn.bench.measure.Peer;
import io.firn.bench.measure.Work;
import io.firn.bronze.BronzeJob;
import io.firn.config.KafkaReader;
import io.firn.config.Pipeline;
import io.firn.model.FirnException;
import io.firn.model.LedgerEntry;
import io.firn.model.Outcome;
import io.firn.model.RunKey;
import io.firn.model.TableName;
import io.firn.run.PipelineRun;
import io.firn.run.RunListener;
import io.firn.run.RunReport;
import io.firn.run.Selection;
import io.firn.run.UnitReport;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * Firn's landing as {@code firn run} does it, from the opening of the catalog to the last commit:
 * every record checked, cut, written, counted and committed with its offsets.
 */
public final class LandingPeer implements Peer {
  private final String name;
  private final LandingPipeline landing;
  private final Supply supply;
  private RunKey key;
  private RunReport report;

  public LandingPeer(
      String name, KafkaReader reader, Path folder, String bootstrapServers, Supply supply) {
    this.name = name;
    this.landing = LandingPipeline.write(folder, name, bootstrapServers, reader, supply.loads());
    this.supply = supply;
  }

  @Override
  public String name() {
    return name;
  }

  /** What it lands with. */
  public Pipeline pipeline() {
    return landing.pipeline();
  }

  List<TableName> tables() {
    return landing.tables();
  }

  @Override
  public void prepare(int round) {
    supply.ready(round);
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

  /** The ledger must account for every event as written, and the snapshots must hold them. */
  @Override
  public Work check() {
    long written = report.units().stream().mapToLong(LandingPeer::written).sum();
    Work work;
    try (TableFiles files = new TableFiles(landing.pipeline().catalog())) {
      work = files.latest(landing.tables());
    }
    if (written != supply.events() || work.rows() != supply.events()) {
      throw new IllegalStateException(
          "%s: the ledger has %d events written and the snapshots %d rows, expected %d"
              .formatted(name, written, work.rows(), supply.events()));
    }
    return work;
  }

  private static long written(UnitReport unit) {
    Outcome outcome = unit.outcome();
    outcome
        .failure()
        .ifPresent(
            failure -> {
              throw new FirnException(failure);
            });
    if (!(outcome instanceof Outcome.Committed committed)) {
      throw new IllegalStateException(
          unit.unit() + " ended with " + outcome + ", expected a commit");
    }
    return committed.ledger().stream().mapToLong(LedgerEntry::written).sum();
  }
}
