package io.firn.bench.upsert;

import io.firn.bench.measure.Peer;
import io.firn.bench.measure.Work;
import io.firn.model.TableName;

/**
 * Spark's MERGE: of changes that somebody has decoded and reduced to one for each key before, so
 * that its time has none of that; or of bronze's changes, as one who has them would write it.
 */
final class MergePeer implements Peer {
  static final TableName CHANGES = new TableName("peers", "changes");

  /** Behind the names of those who begin with bronze. */
  static final String FROM_BRONZE = " from bronze";

  private final UpsertLake lake;
  private final String mode;
  private final boolean fromBronze;
  private final Upserted upserted;
  private final long rows;

  /**
   * @param mode Iceberg's {@code write.merge.mode}
   * @param fromBronze whether the changes are bronze's, to be parsed and reduced
   */
  MergePeer(UpsertLake lake, String mode, boolean fromBronze, long rows) {
    this.lake = lake;
    this.mode = mode;
    this.fromBronze = fromBronze;
    this.rows = rows;
    this.upserted = new Upserted(lake, name(mode));
  }

  static TableName name(String mode) {
    return new TableName("peers", mode.replace('-', '_'));
  }

  @Override
  public String name() {
    return fromBronze ? mode + FROM_BRONZE : mode;
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
                .formatted(
                    lake.spelled(name(mode)),
                    fromBronze ? "(" + latest() + ")" : lake.spelled(CHANGES)));
  }

  /** The latest change of each key, typed. */
  private String latest() {
    return """
        SELECT op, tenant, row.id, row.customer, row.total, row.note,
          CAST(NULL AS string) AS __rescued,
          position AS __position, partition AS __partition, offset AS __offset
        FROM (
          SELECT *,
            from_json(coalesce(after, before),
              'id bigint, customer string, total bigint, note string') AS row,
            row_number() OVER (
              PARTITION BY tenant, key ORDER BY position DESC, partition DESC, offset DESC) AS number
          FROM %s)
        WHERE number = 1
        """
        .formatted(lake.spelled(UpsertLake.BRONZE));
  }

  @Override
  public Work check() {
    return upserted.check(rows);
  }
}
