package io.firn.bench.gold;

import io.firn.bench.measure.Peer;
import io.firn.bench.measure.Work;
import io.firn.model.UnitName;

/** Firn's gold, planned and run: from what changed, or as a whole. */
final class GoldPeer implements Peer {
  private final GoldBenchLake lake;
  private final UnitName unit;
  private final RefreshedGold refreshed;
  private String runKey = "bench";

  GoldPeer(GoldBenchLake lake, UnitName unit) {
    this.lake = lake;
    this.unit = unit;
    this.refreshed = new RefreshedGold(lake, unit.tableName());
  }

  @Override
  public String name() {
    return unit.table();
  }

  @Override
  public void prepare(int round) {
    refreshed.takeBack();
    runKey = "bench-" + round;
  }

  @Override
  public void run() {
    lake.refresh(unit, runKey);
  }

  @Override
  public Work check() {
    return refreshed.check();
  }
}
