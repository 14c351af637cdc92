package io.firn.bench.upsert;

import io.firn.bench.measure.Peer;
import io.firn.bench.measure.Work;
import io.firn.model.TableName;

/**
 * Spark's MERGE, of changes that somebody has decoded and reduced to one for each key before: its
 * time has none of that.
 */
final class MergePeer implements Peer {
  static final TableName CHANGES = new TableName("peers", "changes");

  private final UpsertLake lake;
  private final String mode;
  private final Upserted upserted;
  private final long rows;

  /**
   * @param mode Iceberg's {@code write.merge.mode}
   */
  MergePeer(UpsertLake lake, String mode, long rows) {
    this.lake = lake;
    this.mode = mode;
    this.rows = rows;
    this.upserted = new Upserted(lake, name(mode));
  }

  static TableName name(String mode) {
    return new TableName("peers", mode.replace('-', '_'));
  }

  @Override
  public String name() {
    return mode;
  }

  @Override
  public void prepare(int round) {
    upserted.takeBack();
  }

  @Override
  public void run() {
    lake.spark()
        .sql(
            """
            MERGE INTO %s t USING %s s ON t.id = s.id
            WHEN MATCHED AND s.op = 'd' THEN DELETE
            WHEN MATCHED THEN UPDATE SET *
            WHEN NOT MATCHED AND s.op <> 'd' THEN INSERT *
            """
                .formatted(lake.spelled(name(mode)), lake.spelled(CHANGES)));
  }

  @Override
  public Work check() {
    return upserted.check(rows);
  }
}
