package io.firn.bench.upsert;

import io.firn.bench.measure.Peer;
import io.firn.bench.measure.Work;
import io.firn.run.JobContext;
import io.firn.silver.SilverJob;

/** Firn's silver, from bronze's changes in JSON: found, ordered, decoded and committed. */
final class SilverPeer implements Peer {
  static final String NAME = "silver";

  private final UpsertLake lake;
  private final Upserted upserted;
  private final long rows;
  private JobContext context;

  SilverPeer(UpsertLake lake, long rows) {
    this.lake = lake;
    this.rows = rows;
    this.upserted = new Upserted(lake, UpsertLake.UNIT.tableName());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void prepare(int round) {
    upserted.takeBack();
    context = lake.context("bench-" + round);
  }

  @Override
  public void run() {
    SilverJob job = new SilverJob();
    job.run(job.plan(UpsertLake.UNIT, context), context);
  }

  @Override
  public Work check() {
    return upserted.check(rows);
  }
}
