package io.firn.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.firn.config.Expectation;
import io.firn.config.Expectations;
import io.firn.config.GoldTable;
import io.firn.config.Otherwise;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.model.Outcome;
import io.firn.model.UnitName;
import io.firn.run.CheckResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refreshed from changes is what a full refresh makes, and what did not change is left. */
class IncrementalGoldTest {
  private static final GoldTable BY_CUSTOMER =
      ShopLake.gold(
          "by_customer",
          new ShopQuery(
              "select customer, day, sum(amount) as total, count(*) as orders"
                  + " from silver.orders group by customer, day",
              List.of("customer", "day")));
  private static final GoldTable BY_DAY =
      ShopLake.gold(
          "by_day",
          new ShopQuery(
              "select day, sum(total) as total from gold.by_customer group by day", List.of("day")),
          BY_CUSTOMER.unit());

  @TempDir private Path folder;
  private ShopLake lake;

  @BeforeEach
  void openLake() {
    lake = new ShopLake(folder);
  }

  @AfterEach
  void closeLake() {
    lake.close();
  }

  @Test
  void aHistoryOfChangesLeavesWhatAFullRefreshMakes() {
    Random random = new Random(20261121);
    List<GoldTable> tables = new ArrayList<>(List.of(BY_CUSTOMER, BY_DAY));
    for (int i = 0; i < 3; i++) {
      tables.add(ShopLake.gold("random_" + i, ShopQuery.grouped(random)));
    }
    lake.become(Shop.random(random));
    tables.forEach(lake::refresh);
    int incremental = 0;
    for (int step = 0; step < 2; step++) {
      lake.become(lake.shop().changed(random).changed(random));
      for (GoldTable table : tables) {
        if (lake.plan(table).summary().ready()) {
          incremental += lake.refresh(table).counts().containsKey("groups") ? 1 : 0;
        }
      }
    }

    for (GoldTable table : tables) {
      assertThat(lake.verify(table))
          .as(table.sql())
          .allMatch(CheckResult::passed, "equals a rebuild");
    }
    assertThat(incremental).isGreaterThan(4);
  }

  @Test
  void groupsThatChangedAreReplacedAndOthersStay() {
    lake.become(orders(order(1, 7, "mon", 10), order(2, null, "mon", 5), order(3, 8, "tue", 1)));
    lake.refresh(BY_CUSTOMER);
    // One moves to another group, and its own becomes empty; NULL is a group like others.
    lake.become(orders(order(1, 9, "mon", 10), order(2, null, "mon", 6), order(3, 8, "tue", 1)));
    Outcome.Committed refreshed = lake.refresh(BY_CUSTOMER);

    assertThat(lake.held(BY_CUSTOMER)).containsExactly("8 tue 1 1", "9 mon 10 1", "null mon 6 1");
    assertThat(refreshed.counts())
        .containsEntry("groups", 3L)
        .containsEntry("written", 2L)
        .containsEntry("removed", 2L);
    assertThat(refreshed.range()).startsWith("changes of [silver.orders] up to {");
    assertThat(lake.plan(BY_CUSTOMER).summary().ready()).isFalse();
  }

  @Test
  void aPlanCarriedOutTwiceIsFencedAndChangesNothing() {
    lake.become(orders(order(1, 7, "mon", 10)));
    lake.refresh(BY_CUSTOMER);
    lake.become(orders(order(1, 7, "mon", 11)));
    GoldPlan plan = lake.plan(BY_CUSTOMER);
    GoldPlan late = lake.plan(BY_CUSTOMER);
    new GoldJob().run(plan, lake.context());

    assertThatThrownBy(() -> new GoldJob().run(late, lake.context()))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("Another writer changed the table");
    assertThat(lake.held(BY_CUSTOMER)).containsExactly("7 mon 11 1");
  }

  @Test
  void whereWhatChangedIsNotKnownAllIsComputedAndTheReasonIsTold() {
    lake.become(orders(order(1, 7, "mon", 10)));
    assertThat(reason(BY_CUSTOMER)).isEqualTo("full refresh, since this is the first run");
    lake.refresh(BY_CUSTOMER);
    lake.become(orders(order(1, 7, "mon", 11)));
    assertThat(lake.plan(BY_CUSTOMER).refresh()).isInstanceOf(RefreshPlan.Incremental.class);

    String edited = BY_CUSTOMER.sql() + " having count(*) > 0";
    assertThat(reason(like(edited, BY_CUSTOMER.grain())))
        .isEqualTo("full refresh, since the query or its grain was edited since the last run");
    assertThat(reason(like(BY_CUSTOMER.sql(), List.of("day", "customer"))))
        .isEqualTo("full refresh, since the query or its grain was edited since the last run");
    assertThat(
            reason(
                ShopLake.gold(
                    "by_customer",
                    new ShopQuery(BY_CUSTOMER.sql(), BY_CUSTOMER.grain()),
                    new UnitName(Layer.SILVER, "orders"))))
        .isEqualTo("full refresh, since 'from' was edited since the last run");

    Expectation kept =
        new Expectation("positive", new Expectation.Check("total > 0"), Otherwise.QUARANTINE);
    assertThat(reason(BY_CUSTOMER.expecting(new Expectations(List.of(kept)))))
        .startsWith("full refresh, since rows that do not meet an expectation are kept out");

    lake.table("gold.by_customer").newAppend().commit();
    assertThat(reason(BY_CUSTOMER))
        .isEqualTo("full refresh, since another writer changed the gold table since the last run");
    Outcome.Committed full = lake.refresh(BY_CUSTOMER);
    assertThat(full.range()).endsWith("another writer changed the gold table since the last run");
    assertThat(lake.held(BY_CUSTOMER)).containsExactly("7 mon 11 1");

    Table orders = lake.table("silver.orders");
    orders.newAppend().commit();
    assertThat(reason(BY_CUSTOMER))
        .startsWith("full refresh, since a run since the last one changed silver.orders without");
    orders.expireSnapshots().expireOlderThan(Long.MAX_VALUE).retainLast(1).commit();
    assertThat(reason(BY_CUSTOMER)).endsWith("of silver.orders, the state before, was expired");
  }

  @Test
  void howChangesReachTheGrainIsExplained() {
    GoldTable table =
        ShopLake.gold(
            "by_region",
            new ShopQuery(
                "select c.region, o.day, sum(l.quantity) as pieces, max(s.least) as least"
                    + " from silver.orders o left join silver.customers c on o.customer = c.id"
                    + " left join silver.lines l on l.order_id = o.id"
                    + " left join (select quantity as least, count(*) as n from silver.lines"
                    + " group by quantity) s on s.n = o.id"
                    + " group by c.region, o.day",
                List.of("region", "day")));
    lake.become(orders(order(1, 7, "mon", 10)));
    GoldExplanation explained = GoldExplanation.of(table, lake.context());

    assertThat(explained.next().notes())
        .containsExactly("full refresh, since this is the first run");
    assertThat(explained.inputs())
        .extracting(GoldExplanation.Input::table, GoldExplanation.Input::reaches)
        .containsExactly(
            tuple("silver.customers", List.of("region", "day")),
            tuple("silver.lines", List.of()),
            tuple("silver.orders", List.of("region", "day")));
    GoldExplanation.Input lines = explained.inputs().get(1);
    assertThat(lines.reason())
        .hasValueSatisfying(reason -> assertThat(reason).endsWith("which its rows do not tell"));
    assertThat(lines.paths()).hasSize(2);
    assertThat(lines.paths().get(0))
        .startsWith("left outer join on (l.order_id = o.id)")
        .endsWith("grouped by c.region, o.day");
    assertThat(lines.paths().get(1)).hasSize(3);
  }

  @Test
  void aQueryThatLooksAcrossGroupsIsComputedAsAWholeAndTheReasonIsTold() {
    GoldTable ranked =
        ShopLake.gold(
            "ranked",
            new ShopQuery(
                "select id, rank() over (order by amount, id) as place from silver.orders",
                List.of("id")));
    lake.become(orders(order(1, 7, "mon", 10), order(2, 7, "mon", 20)));
    lake.refresh(ranked);
    lake.become(orders(order(1, 7, "mon", 30), order(2, 7, "mon", 20)));

    assertThat(lake.refresh(ranked).range())
        .endsWith(
            "full refresh, since changes of silver.orders cannot be followed to the grain: a window"
                + " sees its rows that is not partitioned by columns which they tell");
    assertThat(lake.held(ranked)).containsExactly("1 2", "2 1");
  }

  private static GoldTable like(String sql, List<String> grain) {
    return ShopLake.gold("by_customer", new ShopQuery(sql, grain));
  }

  private String reason(GoldTable table) {
    return String.join("; ", lake.plan(table).summary().notes());
  }

  private static Row order(int id, Integer customer, String day, int amount) {
    return RowFactory.create(id, customer, day, amount);
  }

  private static Shop orders(Row... orders) {
    Map<String, TreeMap<String, Row>> tables = new TreeMap<>(Shop.empty().tables());
    TreeMap<String, Row> rows = new TreeMap<>();
    for (Row order : orders) {
      rows.put(order.get(0).toString(), order);
    }
    tables.put("silver.orders", rows);
    return new Shop(tables);
  }
}
