package io.firn.gold;

import io.firn.config.Expectation;
import io.firn.config.Expectations;
import io.firn.config.GoldTable;
import io.firn.model.Layer;
import io.firn.model.Outcome;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.run.CheckResult;
import io.firn.run.JobContext;
import io.firn.table.Tables;
import io.firn.testkit.BronzeWriter;
import io.firn.testkit.TestLake;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.Row;

/**
 * {@code silver.orders (id int, tenant string, amount int, __position string)} and gold over it.
 */
final class GoldLake implements AutoCloseable {
  static final UnitName ORDERS = new UnitName(Layer.SILVER, "orders");
  private static final Schema COLUMNS =
      new Schema(
          Types.NestedField.optional(1, "id", Types.IntegerType.get()),
          Types.NestedField.optional(2, "tenant", Types.StringType.get()),
          Types.NestedField.optional(3, "amount", Types.IntegerType.get()),
          Types.NestedField.optional(4, "__position", Types.StringType.get()));

  private final TestLake lake;
  private Expectations expected = Expectations.NONE;
  private int runs;

  GoldLake(Path folder) {
    lake = TestLake.in(folder, List.of(), List.of());
  }

  static GoldTable table(String sql) {
    return new GoldTable("revenue", List.of(ORDERS), List.of("tenant"), "sql/revenue.sql", sql);
  }

  /** From now on this is expected of the gold table. */
  void expect(Expectation... expectations) {
    expected = new Expectations(List.of(expectations));
  }

  /** Appends an order to silver. */
  void order(int id, String tenant, int amount) {
    Record order = GenericRecord.create(COLUMNS);
    order.setField("id", id);
    order.setField("tenant", tenant);
    order.setField("amount", amount);
    order.setField("__position", "0");
    BronzeWriter.append(orders(), List.of(order));
  }

  /** The silver table, created when it does not exist. */
  Table orders() {
    return lake.create(ORDERS.tableName(), COLUMNS, PartitionSpec.unpartitioned());
  }

  Table create(TableName name) {
    return lake.create(name, COLUMNS, PartitionSpec.unpartitioned());
  }

  Catalog catalog() {
    return lake.catalog();
  }

  JobContext context() {
    return lake.context("run-" + ++runs);
  }

  GoldPlan plan(String sql) {
    return GoldPlanner.plan(table(sql).expecting(expected), lake.contextWithoutSpark("plan"));
  }

  /** Plans and runs, as a pipeline's run does. */
  Outcome refresh(String sql) {
    GoldPlan plan = plan(sql);
    return plan.summary().ready()
        ? new GoldJob().run(plan, context())
        : new Outcome.NothingToDo(String.join("; ", plan.summary().notes()));
  }

  /** The query over what silver holds now. */
  List<String> query(String sql) {
    return query(sql, orders().currentSnapshot().snapshotId());
  }

  List<String> query(String sql, long snapshot) {
    return text(
        GoldQuery.rows(table(sql), Map.of("silver.orders", snapshot), context()).collectAsList());
  }

  /** What the gold table holds. */
  List<String> held() {
    return text(lake.rows(table("").unit().tableName()).collectAsList());
  }

  /** Some columns of a table of gold's, empty where there is none. */
  List<String> rows(TableName table, String... columns) {
    return Tables.load(lake.catalog(), table).isEmpty()
        ? List.of()
        : text(lake.rows(table).selectExpr(columns).collectAsList());
  }

  /** Whether the table is what its query and its expectations make of its inputs. */
  boolean verifies(String sql) {
    return new GoldVerify(table(sql).expecting(expected), context())
        .checks().stream().allMatch(CheckResult::passed);
  }

  Table gold() {
    return Tables.load(lake.catalog(), table("").unit().tableName()).orElseThrow();
  }

  private static List<String> text(List<Row> rows) {
    List<String> texts = new ArrayList<>();
    rows.forEach(row -> texts.add(row.mkString(" ")));
    return texts.stream().sorted().toList();
  }

  @Override
  public void close() {
    lake.close();
  }
}
