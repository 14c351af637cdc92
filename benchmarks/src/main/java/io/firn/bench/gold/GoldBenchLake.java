package io.firn.bench.gold;

import io.firn.commit.CommitKeys;
import io.firn.commit.CommittedChanges;
import io.firn.config.Pipeline;
import io.firn.gold.GoldJob;
import io.firn.model.Layer;
import io.firn.model.RunKey;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.run.JobContext;
import io.firn.run.PipelineFiles;
import io.firn.run.SparkSessions;
import io.firn.run.UnitPlan;
import io.firn.table.Tables;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.spark.CommitMetadata;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Orders of 1,000 days and two gold tables of the day's revenue, one refreshed from what changed
 * and one as a whole; then a tenth of the last ten days' orders change, one day in a hundred. Made
 * without Kafka and without silver's job: its table, its feed of changes and its commit as it
 * leaves them.
 */
final class GoldBenchLake implements AutoCloseable {
  static final UnitName INCREMENTAL = new UnitName(Layer.GOLD, "from_changes");
  static final UnitName FULL = new UnitName(Layer.GOLD, "as_a_whole");
  static final TableName MERGED = new TableName("peers", "merged");
  static final int DAYS = 1_000;
  static final int CHANGED_DAYS = 10;

  private static final int FILES = 64;
  private static final TableName ORDERS = new TableName("silver", "orders");
  private static final String SQL =
      """
      SELECT tenant, day, count(DISTINCT customer) AS customers, sum(total) AS revenue
      FROM silver.orders GROUP BY tenant, day
      """;
  private static final String PIPELINE =
      """
      firn {
        name = bench-gold
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
          key     = [tenant, id]
          changes = true
        }
        gold.from_changes {
          from    = [silver.orders]
          grain   = [tenant, day]
          sql     = "revenue.sql"
          refresh = incremental
        }
        gold.as_a_whole {
          from    = [silver.orders]
          grain   = [tenant, day]
          sql     = "revenue.sql"
        }
      }
      """;

  private final Pipeline pipeline;
  private final Catalog catalog;
  private final SparkSession spark;
  private List<String> expected = List.of();

  private GoldBenchLake(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.catalog = Tables.open(pipeline.catalog());
    this.spark = SparkSessions.start(pipeline);
  }

  /**
   * @param rows of silver, at least a hundred for each day
   */
  static GoldBenchLake create(Path folder, long rows) {
    Path file = folder.resolve("firn.conf");
    try {
      Files.writeString(file, PIPELINE);
      Files.writeString(folder.resolve("revenue.sql"), SQL);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write " + file, failed);
    }
    GoldBenchLake lake = new GoldBenchLake(PipelineFiles.read(file, name -> null));
    lake.fill(rows);
    return lake;
  }

  SparkSession spark() {
    return spark;
  }

  Table table(TableName name) {
    return Tables.load(catalog, name).orElseThrow();
  }

  String spelled(TableName name) {
    return name.inCatalog(pipeline.catalog().name());
  }

  /** The query with the table as Spark spells it. */
  String sql() {
    return SQL.replace("silver.orders", spelled(ORDERS));
  }

  /** What the query gives since the change. */
  List<String> expected() {
    return expected;
  }

  static List<String> texts(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(row -> row.mkString(" ")).sorted().toList();
  }

  void refresh(UnitName unit, String runKey) {
    JobContext context =
        new JobContext(
            pipeline, catalog, () -> spark, new RunKey(runKey), List.of(), Instant.EPOCH);
    GoldJob job = new GoldJob();
    UnitPlan plan = job.plan(unit, context);
    job.run(plan, context);
  }

  private void fill(long rows) {
    Dataset<Row> orders =
        spark
            .range(0, rows, 1, FILES)
            .selectExpr(
                "'acme' AS tenant",
                "id",
                "int(id div " + rows / DAYS + ") AS day",
                "id % 997 AS customer",
                "id % 100000 AS total",
                "sha2(string(id), 256) AS note",
                "'0' AS __position");
    create(orders, ORDERS);
    create(
        orders.limit(0).selectExpr("*", "'' AS " + CommittedChanges.IMAGE),
        CommittedChanges.tableOf(ORDERS));
    refresh(INCREMENTAL, "before");
    refresh(FULL, "before");
    create(spark.sql(sql()), MERGED);
    change();
    expected = texts(spark.sql(sql()));
  }

  private void create(Dataset<Row> rows, TableName name) {
    rows.writeTo(spelled(name))
        .using("iceberg")
        .tableProperty("format-version", "2")
        .tableProperty("write.update.mode", "merge-on-read")
        .tableProperty("write.distribution-mode", "none")
        .createOrReplace();
  }

  /** Ten in a hundred orders of the last days cost one more. */
  private void change() {
    String changed = "day >= " + (DAYS - CHANGED_DAYS) + " AND id % 10 = 0";
    String columns = "tenant, id, day, customer, %s, note, __position, '%s'";
    String feed = spelled(CommittedChanges.tableOf(ORDERS));
    spark.sql(
        "INSERT INTO %s SELECT %s FROM %s WHERE %s UNION ALL SELECT %s FROM %s WHERE %s"
            .formatted(
                feed,
                columns.formatted("total", CommittedChanges.BEFORE),
                spelled(ORDERS),
                changed,
                columns.formatted("total + 1", "after"),
                spelled(ORDERS),
                changed));
    long images = table(CommittedChanges.tableOf(ORDERS)).currentSnapshot().snapshotId();
    CommitMetadata.withCommitProperties(
        Map.of(CommitKeys.CHANGES, Long.toString(images)),
        () ->
            spark.sql(
                "UPDATE %s SET total = total + 1 WHERE %s".formatted(spelled(ORDERS), changed)),
        RuntimeException.class);
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
