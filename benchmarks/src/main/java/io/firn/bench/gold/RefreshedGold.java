package io.firn.bench.gold;

import io.firn.bench.measure.TableBefore;
import io.firn.bench.measure.Work;
import io.firn.model.TableName;
import java.util.List;

/** Takes a gold table back to where it was before a round, and looks at what the round made. */
final class RefreshedGold {
  private final GoldBenchLake lake;
  private final TableName name;
  private final TableBefore before;

  RefreshedGold(GoldBenchLake lake, TableName name) {
    this.lake = lake;
    this.name = name;
    this.before = new TableBefore(() -> lake.table(name));
  }

  void takeBack() {
    before.takeBack();
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
