package io.firn.bench.upsert;

import io.firn.bench.BenchSettings;
import io.firn.bench.Figure;
import io.firn.bench.measure.Interleaving;
import io.firn.bench.measure.Measurement;
import io.firn.bench.measure.OwnProcessMeter;
import io.firn.bench.measure.Round;
import io.firn.bench.measure.Spread;
import io.firn.cli.console.Narrator;
import io.firn.model.Layer;
import io.firn.model.TableName;
import io.firn.run.JobContext;
import io.firn.run.Selection;
import io.firn.run.maintain.Limits;
import io.firn.run.maintain.Maintenance;
import io.firn.run.maintain.TablePlan;
import io.firn.run.maintain.TableUpkeep;
import io.firn.run.maintain.Upkeep;
import io.firn.silver.SilverInputs;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * What reading a silver table costs after many upserts: as the runs left it, after {@code firn
 * maintain}, and as a table that was written in one go.
 */
final class ReadAfter {
  static final String NAME = "read-after";
  static final long USUAL_ROWS = 2_000_000;

  private static final int RUNS = 20;
  private static final TableName COMPACTED = new TableName("peers", "compacted");
  private static final String AFTER_RUNS = "after " + RUNS + " runs";
  private static final String MAINTAINED = "maintained";
  private static final String WHOLE = "written in one go";

  private ReadAfter() {}

  static List<Round> run(UpsertLake lake, BenchSettings settings, Narrator.Progress progress) {
    for (int run = 0; run < RUNS; run++) {
      lake.upsert(run);
    }
    progress.note(RUNS + " runs of " + UpsertLake.CHANGES + " changes are in");
    TableName silver = UpsertLake.UNIT.tableName();
    long left = head(lake, silver);
    lake.copy(silver, COMPACTED);
    progress.note(maintain(lake));
    return new Interleaving(1, settings.rounds())
        .run(
            List.of(
                new ScanPeer(AFTER_RUNS, lake, silver, left),
                new ScanPeer(MAINTAINED, lake, silver, head(lake, silver)),
                new ScanPeer(WHOLE, lake, COMPACTED, head(lake, COMPACTED))),
            new OwnProcessMeter(),
            (round, turn) -> progress.step(turn.told(round)));
  }

  static List<Figure> figures(List<Round> rounds) {
    return List.of(
        new Figure("upsert.read_after_ratio", ratio(rounds, AFTER_RUNS), "at most 1.2"),
        new Figure("upsert.read_maintained_ratio", ratio(rounds, MAINTAINED), "at most 1.2"));
  }

  private static double ratio(List<Round> rounds, String peer) {
    return Spread.of(rounds, peer, Measurement::wallSeconds).median()
        / Spread.of(rounds, WHOLE, Measurement::wallSeconds).median();
  }

  private static long head(UpsertLake lake, TableName table) {
    return lake.table(table).currentSnapshot().snapshotId();
  }

  private static String maintain(UpsertLake lake) {
    JobContext context = lake.context("maintain");
    Maintenance maintenance =
        new Maintenance(
            context,
            Maintenance.Work.of(Set.of(Upkeep.COMPACT), Limits.USUAL),
            Selection.of(context.pipeline(), List.of(Layer.SILVER.id())),
            false,
            List.of(new SilverInputs()),
            Clock.systemUTC());
    StringBuilder told = new StringBuilder();
    for (TablePlan plan : maintenance.plan(false)) {
      TableUpkeep upkeep = maintenance.carryOut(plan);
      upkeep
          .failure()
          .ifPresent(
              failure -> {
                throw new IllegalStateException(failure.lines());
              });
      told.append(plan.table()).append(": ").append(upkeep.counts());
    }
    return told.toString();
  }
}
