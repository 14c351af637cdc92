package io.firn.gold;

import io.firn.commit.CommitKeys;
import io.firn.commit.CommittedChanges;
import io.firn.commit.Progress;
import io.firn.commit.RowFiles;
import io.firn.commit.Stamp;
import io.firn.commit.TableCommit;
import io.firn.config.Deletes;
import io.firn.config.Evolve;
import io.firn.config.Expectations;
import io.firn.config.GoldTable;
import io.firn.config.QuarantineSettings;
import io.firn.config.Refresh;
import io.firn.config.SilverRules;
import io.firn.config.SilverTable;
import io.firn.model.Layer;
import io.firn.model.Outcome;
import io.firn.model.RunKey;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.run.CheckResult;
import io.firn.run.JobContext;
import io.firn.table.Tables;
import io.firn.testkit.TestLake;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A {@link Shop} whose tables are Iceberg tables as silver leaves them, with their changes. */
final class ShopLake implements AutoCloseable {
  private final TestLake lake;
  private Shop shop = Shop.empty();
  private int runs;

  ShopLake(Path folder) {
    lake =
        TestLake.in(
            folder, List.of(silver("orders"), silver("customers"), silver("lines")), List.of());
  }

  private static SilverTable silver(String name) {
    return new SilverTable(
        name,
        new UnitName(Layer.BRONZE, "orders"),
        List.of("id"),
        List.of(),
        Evolve.ADD,
        OptionalInt.empty(),
        new SilverRules(Deletes.REMOVE, true, QuarantineSettings.USUAL));
  }

  /** Over all three tables. */
  static GoldTable gold(String name, ShopQuery query) {
    return gold(
        name,
        query,
        new UnitName(Layer.SILVER, "orders"),
        new UnitName(Layer.SILVER, "customers"),
        new UnitName(Layer.SILVER, "lines"));
  }

  static GoldTable gold(String name, ShopQuery query, UnitName... from) {
    return new GoldTable(
        name,
        List.of(from),
        query.grain(),
        name + ".sql",
        query.sql(),
        Refresh.INCREMENTAL,
        Expectations.NONE);
  }

  Shop shop() {
    return shop;
  }

  /** Commits what differs from the state before, each table's images first, as silver does. */
  void become(Shop next) {
    for (String table : Shop.TYPES.keySet()) {
      if (!next.tables().get(table).equals(shop.tables().get(table)) || !exists(table)) {
        commit(table, next);
      }
    }
    shop = next;
  }

  private boolean exists(String table) {
    return lake.catalog().tableExists(Tables.identifier(TableName.parse(table)));
  }

  private void commit(String table, Shop next) {
    SparkSession spark = (SparkSession) lake.spark();
    TableName name = TableName.parse(table);
    Dataset<Row> images =
        image(shop.without(table, next, spark), CommittedChanges.BEFORE)
            .unionAll(image(next.without(table, shop, spark), "after"));
    Table feed = create(CommittedChanges.tableOf(name), images);
    long appended =
        new TableCommit(feed, stamp(feed)).append(RowFiles.write(images, feed, key(), 1));
    Dataset<Row> rows = next.rowsOf(table, spark).withColumn("__position", functions.lit("0"));
    Table target = create(name, rows);
    new TableCommit(target, stamp(target).with(Map.of(CommitKeys.CHANGES, Long.toString(appended))))
        .replace(RowFiles.write(rows, target, key(), 1));
  }

  private Dataset<Row> image(Dataset<Row> rows, String image) {
    return rows.withColumn("__position", functions.lit("0"))
        .withColumn(CommittedChanges.IMAGE, functions.lit(image));
  }

  private Table create(TableName name, Dataset<Row> rows) {
    return lake.create(
        name, SparkSchemaUtil.convert(nullable(rows.schema())), PartitionSpec.unpartitioned());
  }

  private static StructType nullable(StructType type) {
    StructType nullable = new StructType();
    for (StructField field : type.fields()) {
      nullable = nullable.add(field.name(), field.dataType(), true);
    }
    return nullable;
  }

  private Stamp stamp(Table table) {
    return new Stamp(
        new UnitName(Layer.SILVER, "orders"),
        key(),
        Progress.read(table).map(Progress::text),
        "step " + ++runs);
  }

  private RunKey key() {
    return new RunKey("run-" + runs);
  }

  Table table(String name) {
    return lake.table(TableName.parse(name));
  }

  JobContext context() {
    return lake.context("run-" + ++runs);
  }

  GoldPlan plan(GoldTable table) {
    return GoldPlanner.plan(table, lake.contextWithoutSpark("plan"));
  }

  /** Plans and runs, as a pipeline's run does. */
  Outcome.Committed refresh(GoldTable table) {
    return (Outcome.Committed) new GoldJob().run(plan(table), context());
  }

  List<CheckResult> verify(GoldTable table) {
    return new GoldVerify(table, context()).checks();
  }

  /** What the gold table holds. */
  List<String> held(GoldTable table) {
    return lake.rows(table.unit().tableName()).collectAsList().stream()
        .map(row -> row.mkString(" "))
        .sorted()
        .toList();
  }

  @Override
  public void close() {
    lake.close();
  }
}
