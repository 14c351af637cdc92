package io.firn.bench.upsert;

import io.firn.bench.measure.Peer;
import io.firn.bench.measure.Work;
import io.firn.model.TableName;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reads every column of every row of a table as it was, and throws them away. */
final class ScanPeer implements Peer {
  private final String name;
  private final UpsertLake lake;
  private final TableName table;
  private final long snapshot;
  private final long rows;

  /**
   * @param snapshot of the table, what is read
   */
  ScanPeer(String name, UpsertLake lake, TableName table, long snapshot) {
    this.name = name;
    this.lake = lake;
    this.table = table;
    this.snapshot = snapshot;
    this.rows = rows().count();
  }

  private Dataset<Row> rows() {
    return lake.spark()
        .read()
        .format("iceberg")
        .option("versionAsOf", String.valueOf(snapshot))
        .load(lake.spelled(table));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void prepare(int round) {}

  @Override
  public void run() {
    rows().write().format("noop").mode("overwrite").save();
  }

  @Override
  public Work check() {
    return Work.ofRows(rows);
  }
}
