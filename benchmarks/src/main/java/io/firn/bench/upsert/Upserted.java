package io.firn.bench.upsert;

import io.firn.bench.measure.TableBefore;
import io.firn.bench.measure.Work;
import io.firn.model.TableName;
import org.apache.spark.sql.Row;

/** Takes a table back to where it was before a round, and looks at what the round made of it. */
final class Upserted {
  private final UpsertLake lake;
  private final TableName name;
  private final TableBefore before;

  Upserted(UpsertLake lake, TableName name) {
    this.lake = lake;
    this.name = name;
    this.before = new TableBefore(() -> lake.table(name));
  }

  void takeBack() {
    before.takeBack();
  }

  /**
   * @param rows rows that the table must have now
   */
  Work check(long rows) {
    Row found =
        lake.spark()
            .table(lake.spelled(name))
            .selectExpr("count(*) AS rows", "count_if(customer LIKE 'changed %') AS changed")
            .first();
    long changed = UpsertLake.CHANGES - UpsertLake.CHANGES / 10;
    if (found.getLong(0) != rows || found.getLong(1) != changed) {
      throw new IllegalStateException(
          "%s has %d rows, %d of them changed; expected %d and %d"
              .formatted(name, found.getLong(0), found.getLong(1), rows, changed));
    }
    return Work.ofRows(UpsertLake.CHANGES);
  }
}
