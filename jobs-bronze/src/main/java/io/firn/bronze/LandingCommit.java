package io.firn.bronze;

import io.firn.bronze.Breaks.Break;
import io.firn.commit.CommitKeys;
import io.firn.commit.Progress;
import io.firn.commit.Stamp;
import io.firn.commit.TableCommit;
import io.firn.commit.WrittenFiles;
import io.firn.model.Outcome;
import io.firn.run.JobContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.Table;

/** Commits what was read for one unit: its refused records, then its changes with the progress. */
final class LandingCommit {
  private final JobContext context;
  private final Table quarantine;

  LandingCommit(JobContext context, Table quarantine) {
    this.context = context;
    this.quarantine = quarantine;
  }

  /** What the unit's refused records in {@code table} are followed by. */
  static String quarantineKey(BronzePlan plan) {
    return "firn.progress." + plan.table().unit();
  }

  Outcome.Committed commit(LandingRead read) {
    BronzePlan plan = read.unit().plan();
    List<Break> accepted = read.accepted();
    // Quarantine first, with its own progress. A crash between it and the commit below makes the
    // next run read the same offsets again; refused records that are in quarantine by then are
    // counted but not written a second time.
    commitRefused(read.unit(), read.landed().refused());
    Stamp stamp =
        new Stamp(read.unit().name(), context.runKey(), plan.expected(), read.reached().text())
            .with(Map.of(CommitKeys.LEDGER, Ledger.text(read.ledger())))
            .withProperties(
                Map.of(CommitKeys.LEDGER, LastLedger.of(context, read.ledger()).text()));
    long snapshot =
        new TableCommit(read.unit().table(), recorded(stamp, read.unit().table(), accepted))
            .append(read.landed().changes());
    return new Outcome.Committed(
        snapshot,
        plan.summary().range(),
        new TreeMap<>(Ledger.totals(read.ledger())),
        read.ledger(),
        plan.summary().ddl());
  }

  /** What was let pass stands in this commit and, with all before it, in the table. */
  private Stamp recorded(Stamp stamp, Table table, List<Break> accepted) {
    if (accepted.isEmpty()) {
      return stamp;
    }
    List<AcceptedBreak> breaks =
        accepted.stream()
            .map(
                found -> found.acceptedBy(context.runKey().value(), context.startedAt().toString()))
            .toList();
    String before = table.properties().getOrDefault(CommitKeys.ACCEPTED, "[]");
    return stamp
        .with(Map.of(CommitKeys.ACCEPTED, AcceptedBreak.text("[]", breaks)))
        .withProperties(Map.of(CommitKeys.ACCEPTED, AcceptedBreak.text(before, breaks)));
  }

  /**
   * One at a time: all units share the quarantine, and would only wait for each other's retries.
   */
  private synchronized void commitRefused(LandingUnit unit, WrittenFiles refused) {
    if (refused.isEmpty()) {
      return;
    }
    Stamp stamp =
        new Stamp(
            unit.name(),
            context.runKey(),
            quarantineKey(unit.plan()),
            unit.refusedBefore().map(Progress::text),
            RefusedBefore.next(unit.plan(), unit.refusedBefore()).text());
    new TableCommit(quarantine, stamp).append(refused);
  }
}
