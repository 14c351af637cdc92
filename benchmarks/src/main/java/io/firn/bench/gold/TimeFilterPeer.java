package io.firn.bench.gold;

import io.firn.bench.measure.Peer;
import io.firn.bench.measure.Work;

/**
 * A MERGE of the last days, written by somebody who knows that only these changed. An order of an
 * older day that changes it would miss.
 */
final class TimeFilterPeer implements Peer {
  static final String NAME = "merge";

  private final GoldBenchLake lake;
  private final RefreshedGold refreshed;

  TimeFilterPeer(GoldBenchLake lake) {
    this.lake = lake;
    this.refreshed = new RefreshedGold(lake, GoldBenchLake.MERGED);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void prepare(int round) {
    refreshed.takeBack();
  }

  @Override
  public void run() {
    lake.spark()
        .sql(
            """
            MERGE INTO %s t USING (SELECT * FROM (%s) WHERE day >= %d) s
            ON t.tenant = s.tenant AND t.day = s.day
            WHEN MATCHED THEN UPDATE SET *
            WHEN NOT MATCHED THEN INSERT *
            """
                .formatted(
                    lake.spelled(GoldBenchLake.MERGED),
                    lake.sql(),
                    GoldBenchLake.DAYS - GoldBenchLake.CHANGED_DAYS));
  }

  @Override
  public Work check() {
    return refreshed.check();
  }
}
