package io.firn.bench.upsert;

import io.firn.commit.CommitKeys;
import io.firn.config.Pipeline;
import io.firn.model.Layer;
import io.firn.model.RunKey;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.run.JobContext;
import io.firn.run.PipelineFiles;
import io.firn.run.SparkSessions;
import io.firn.silver.SilverJob;
import io.firn.table.Tables;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;

/**
 * A silver table of so many rows in sixteen files by key, bronze with 100,000 changes of it (80 %
 * updates, 10 % deletes, 10 % inserts, one for each key), and the same rows and changes as tables
 * of their own for those who merge. Made without Kafka.
 */
final class UpsertLake implements AutoCloseable {
  static final long CHANGES = 100_000;
  static final UnitName UNIT = new UnitName(Layer.SILVER, "orders");

  private static final int FILES = 16;
  static final TableName BRONZE = new TableName("bronze", "orders");
  private static final String PIPELINE =
      """
      firn {
        name = bench-upsert
        catalog {
          type      = jdbc
          uri       = "jdbc:sqlite:warehouse/catalog.db"
          warehouse = "warehouse"
        }
        kafka.bootstrap-servers = "127.0.0.1:9"
        bronze.orders {
          topics    = "(?<tenant>[a-z0-9-]+)\\\\.shop\\\\.orders"
          connector = postgresql
        }
        silver.orders {
          from    = bronze.orders
          key     = [id]
          columns { id = long, customer = string, total = long, note = string }
        }
      }
      """;

  private final Pipeline pipeline;
  private final Catalog catalog;
  private final SparkSession spark;
  private long rows;

  private UpsertLake(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.catalog = Tables.open(pipeline.catalog());
    this.spark = SparkSessions.start(pipeline);
  }

  /**
   * @param recent whether the changes are of the newest rows, twice as many as there are changes,
   *     or of any
   */
  static UpsertLake create(Path folder, long rows, boolean recent) {
    Path file = folder.resolve("firn.conf");
    try {
      Files.writeString(file, PIPELINE);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write " + file, failed);
    }
    UpsertLake lake = new UpsertLake(PipelineFiles.read(file, name -> null));
    lake.fill(rows, recent);
    return lake;
  }

  SparkSession spark() {
    return spark;
  }

  JobContext context(String runKey) {
    return new JobContext(
        pipeline, catalog, () -> spark, new RunKey(runKey), List.of(), Instant.EPOCH);
  }

  Table table(TableName name) {
    return Tables.load(catalog, name).orElseThrow();
  }

  String spelled(TableName name) {
    return name.inCatalog(pipeline.catalog().name());
  }

  private void fill(long rows, boolean recent) {
    Dataset<Row> all =
        spark
            .range(0, rows, 1, FILES)
            .selectExpr(
                "'acme' AS tenant",
                "id",
                "concat('customer ', id % 1000) AS customer",
                "id % 100000 AS total",
                "sha2(string(id), 256) AS note",
                "string(null) AS __rescued",
                "'0000000000000001' AS __position",
                "0 AS __partition",
                "id AS __offset");
    this.rows = rows;
    Dataset<Row> changes = changes(rows, recent, 0);
    create(all, UNIT.tableName(), "merge-on-read");
    create(all, MergePeer.name("merge-on-read"), "merge-on-read");
    create(all, MergePeer.name("copy-on-write"), "copy-on-write");
    create(changes, MergePeer.CHANGES, "merge-on-read");
    bronze(changes);
  }

  /**
   * @param run the changes of each are of other rows
   */
  private Dataset<Row> changes(long rows, boolean recent, int run) {
    String held =
        recent ? rows + " - 1 - 2 * id" : "((id + %d) * 7919) %% %d".formatted(run * CHANGES, rows);
    long unheard = rows + run * CHANGES;
    return spark
        .range(0, CHANGES, 1, 2)
        .selectExpr(
            "id AS number",
            "CASE id % 10 WHEN 0 THEN 'd' WHEN 1 THEN 'c' ELSE 'u' END AS op",
            "'acme' AS tenant",
            "CASE id % 10 WHEN 1 THEN " + unheard + " + id ELSE " + held + " END AS id",
            "concat('changed ', id % 1000) AS customer",
            "id % 100000 AS total",
            "sha2(string(-id), 256) AS note",
            "string(null) AS __rescued",
            "'%016d' AS __position".formatted(run + 2),
            "0 AS __partition",
            "id AS __offset");
  }

  private void create(Dataset<Row> rows, TableName name, String mode) {
    rows.writeTo(spelled(name))
        .using("iceberg")
        .tableProperty("format-version", "2")
        .tableProperty("write.parquet.compression-codec", "zstd")
        .tableProperty("write.parquet.compression-level", "1")
        .tableProperty("write.merge.mode", mode)
        .tableProperty("write.distribution-mode", "none")
        .createOrReplace();
  }

  /** Bronze before the changes, silver's progress up to there, then the changes. */
  private void bronze(Dataset<Row> changes) {
    Dataset<Row> rows = landed(changes);
    create(rows.limit(0), BRONZE, "merge-on-read");
    Table bronze = table(BRONZE);
    // Nothing was landed before, so nothing can be late.
    note(bronze, "{\"cluster\":\"bench\",\"topics\":{}}");
    note(
        table(UNIT.tableName()),
        "{\"input\":\"%s\",\"table\":\"%s\",\"snapshot\":%d}"
            .formatted(BRONZE, bronze.uuid(), bronze.currentSnapshot().snapshotId()));
    append(rows);
  }

  /** As bronze keeps them. */
  private static Dataset<Row> landed(Dataset<Row> changes) {
    return changes.selectExpr(
        "tenant",
        "to_json(struct(id)) AS key",
        "op",
        "if(op = 'd', to_json(struct(id)), null) AS before",
        "if(op = 'd', null, to_json(struct(id, customer, total, note))) AS after",
        "'{}' AS source",
        "__position AS position",
        "timestamp'2026-01-01' AS source_ts",
        "'acme.shop.orders' AS topic",
        "0 AS partition",
        "number AS offset",
        "timestamp'2026-01-01' AS kafka_ts",
        "cast(null AS array<struct<key:string,value:binary>>) AS headers",
        "string(null) AS schema_id",
        "'bench' AS run_key",
        "timestamp'2026-01-01' AS landed_at");
  }

  private void append(Dataset<Row> landed) {
    try {
      landed.writeTo(spelled(BRONZE)).append();
    } catch (NoSuchTableException impossible) {
      throw new IllegalStateException("created with the lake", impossible);
    }
  }

  /** Lands as many changes of other rows, behind those of runs before, and promotes them. */
  void upsert(int run) {
    append(landed(changes(rows, false, run + 1)));
    JobContext context = context("run-" + run);
    SilverJob job = new SilverJob();
    job.run(job.plan(UNIT, context), context);
  }

  /** The rows of {@code from}, written in one go. */
  void copy(TableName from, TableName to) {
    create(spark.table(spelled(from)).coalesce(FILES), to, "merge-on-read");
  }

  private static void note(Table table, String progress) {
    AppendFiles append = table.newAppend();
    append.set(CommitKeys.PROGRESS, progress);
    append.commit();
    table.refresh();
  }

  @Override
  public void close() {
    spark.stop();
    if (catalog instanceof Closeable closeable) {
      try {
        closeable.close();
      } catch (IOException failed) {
        throw new UncheckedIOException("cannot close the catalog", failed);
      }
    }
  }
}
