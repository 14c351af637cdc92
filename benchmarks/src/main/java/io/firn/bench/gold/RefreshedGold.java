package io.firn.bench.gold;

import io.firn.bench.measure.Work;
import io.firn.model.TableName;
import java.util.List;
import org.apache.iceberg.Table;

/** Takes a gold table back to where it was before a round, and looks at what the round made. */
final class RefreshedGold {
  private final GoldBenchLake lake;
  private final TableName name;
  private final long before;

  RefreshedGold(GoldBenchLake lake, TableName name) {
    this.lake = lake;
    this.name = name;
    this.before = lake.table(name).currentSnapshot().snapshotId();
  }

  void takeBack() {
    Table table = lake.table(name);
    if (table.currentSnapshot().snapshotId() != before) {
      table.manageSnapshots().setCurrentSnapshot(before).commit();
    }
  }

  /** Row by row what the query gives now. */
  Work check() {
    List<String> found =
        GoldBenchLake.texts(
            lake.spark().table(lake.spelled(name)).select("tenant", "day", "customers", "revenue"));
    if (!found.equals(lake.expected())) {
      throw new IllegalStateException(name + " is not what its query gives");
    }
    return Work.ofRows(found.size());
  }
}
